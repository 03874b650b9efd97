import type { Entry } from './entry';

/** Most entries that are kept, and most characters of text in them; the oldest go first. Ours. */
export const MAX_ENTRIES = 2000;
export const MAX_CHARACTERS = 16 * 1024 * 1024;

interface Kept {
  entry: Entry;
  /** Of a call: its event as it was, to be sent again. Never shown. */
  readonly event?: string;
}

export interface TimelineLimits {
  readonly maxEntries: number;
  readonly maxCharacters: number;
}

/** What happened last, within limits of number and size. */
export class Timeline {
  /** In the order of their ids. */
  private readonly kept = new Map<number, Kept>();
  private characters = 0;
  private lastId = 0;

  constructor(
    private readonly limits: TimelineLimits = {
      maxEntries: MAX_ENTRIES,
      maxCharacters: MAX_CHARACTERS,
    },
  ) {}

  /** @param event kept beside it, for a replay */
  add(fields: Omit<Entry, 'id'>, event?: string): Entry {
    this.lastId += 1;
    const entry = { id: this.lastId, ...fields };
    this.kept.set(entry.id, { entry, ...(event !== undefined && { event }) });
    this.characters += sizeOf(entry) + (event?.length ?? 0);
    this.shed();
    return entry;
  }

  /** Changes an entry; undefined when it is no longer kept. */
  change(id: number, fields: Partial<Omit<Entry, 'id'>>): Entry | undefined {
    const kept = this.kept.get(id);
    if (!kept) return undefined;
    this.characters -= sizeOf(kept.entry);
    kept.entry = { ...kept.entry, ...fields };
    this.characters += sizeOf(kept.entry);
    this.shed();
    return kept.entry;
  }

  /** Oldest first. */
  entries(): Entry[] {
    return [...this.kept.values()].map(({ entry }) => entry);
  }

  /** The event that was kept beside an entry, and the function it went to. */
  eventOf(id: number): { readonly functionName: string; readonly event: string } | undefined {
    const kept = this.kept.get(id);
    return kept?.event !== undefined && kept.entry.replayable !== undefined
      ? { functionName: kept.entry.replayable, event: kept.event }
      : undefined;
  }

  /** Forgets everything; ids go on. */
  clear(): void {
    this.kept.clear();
    this.characters = 0;
  }

  private shed(): void {
    const { maxEntries, maxCharacters } = this.limits;
    for (const [id, { entry, event }] of this.kept) {
      if (this.kept.size <= maxEntries && this.characters <= maxCharacters) return;
      this.kept.delete(id);
      this.characters -= sizeOf(entry) + (event?.length ?? 0);
    }
  }
}

function sizeOf({ title, result, payload = '', answer = '', log = '' }: Entry): number {
  return title.length + result.length + payload.length + answer.length + log.length;
}
