import type { Changes, Entry, Kind, OpenConnection, SettableFaults } from '../entry';

/** What narrows the timeline down. */
export interface Filter {
  readonly connection: string | undefined;
  readonly hiddenKinds: ReadonlySet<Kind>;
}

/** All that the page knows. */
export class Model {
  readonly connections = new Map<string, OpenConnection>();
  faults: SettableFaults = {};
  functions: readonly string[] = [];
  /** In the order of their ids. */
  private readonly entries = new Map<number, Entry>();
  private readonly numbers = new Map<string, number>();

  /** @param maxEntries as many as the cloud itself keeps */
  constructor(private readonly maxEntries: number) {}

  /** Forgets everything but the numbers of connections. */
  clear(): void {
    this.connections.clear();
    this.entries.clear();
  }

  /** Takes over changes; gives the ids of entries that are no longer kept. */
  apply({ entries, opened, closed, faults, functions }: Changes): readonly number[] {
    for (const connection of opened) this.connections.set(connection.id, connection);
    for (const id of closed) this.connections.delete(id);
    for (const entry of entries) this.entries.set(entry.id, entry);
    this.faults = faults;
    this.functions = functions;
    const shed = [...this.entries.keys()].slice(
      0,
      Math.max(0, this.entries.size - this.maxEntries),
    );
    for (const id of shed) this.entries.delete(id);
    return shed;
  }

  entry(id: number): Entry | undefined {
    return this.entries.get(id);
  }

  all(): Entry[] {
    return [...this.entries.values()];
  }

  /** A title without what the names of all functions begin with. */
  shortTitle(title: string): string {
    const [first = '', ...others] = this.functions;
    let length = others.length > 0 ? first.lastIndexOf('-') + 1 : 0;
    while (length > 0 && !others.every((name) => name.startsWith(first.slice(0, length)))) {
      length = first.lastIndexOf('-', length - 2) + 1;
    }
    return length > 0 && title.startsWith(first.slice(0, length)) ? title.slice(length) : title;
  }

  /** A connection's short name in this window: 1, 2, … in the order in which they were seen. */
  numberOf(connection: string): number {
    const number = this.numbers.get(connection) ?? this.numbers.size + 1;
    this.numbers.set(connection, number);
    return number;
  }
}

/** Whether an entry is to be seen. */
export function passes({ kind, connections }: Entry, { connection, hiddenKinds }: Filter): boolean {
  // A fault concerns everybody.
  const concerns = connection === undefined || kind === 'fault' || connections.includes(connection);
  return concerns && !hiddenKinds.has(kind);
}

/** Text as it is easiest to read: JSON with line breaks, anything else as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
