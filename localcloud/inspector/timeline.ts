import type { Entry } from './entry';

/** Most entries that are kept, and most characters of text in them; the oldest go first. Ours. */
export const MAX_ENTRIES = 2000;
const MAX_CHARACTERS = 16 * 1024 * 1024;

interface Kept {
  entry: Entry | (() => Entry);
  characters: number;
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
    const characters = sizeOf(entry) + (event?.length ?? 0);
    this.keep(entry.id, { entry, characters, ...(event !== undefined && { event }) });
    return entry;
  }

  /**
   * Adds what is only described once somebody looks.
   *
   * @param characters that it keeps until then
   * @returns its id
   */
  addLater(describe: () => Omit<Entry, 'id'>, characters: number): number {
    this.lastId += 1;
    const id = this.lastId;
    this.keep(id, { entry: () => ({ id, ...describe() }), characters });
    return id;
  }

  /** Changes an entry; undefined when it is no longer kept. */
  change(id: number, fields: Partial<Omit<Entry, 'id'>>): Entry | undefined {
    const kept = this.kept.get(id);
    if (!kept) return undefined;
    const before = look(kept);
    const entry = { ...before, ...fields };
    kept.entry = entry;
    const growth = sizeOf(entry) - sizeOf(before);
    kept.characters += growth;
    this.characters += growth;
    this.shed();
    return entry;
  }

  /** Undefined when it is no longer kept. */
  entry(id: number): Entry | undefined {
    const kept = this.kept.get(id);
    return kept && look(kept);
  }

  /** Oldest first. */
  entries(): Entry[] {
    return [...this.kept.values()].map(look);
  }

  /** The event that was kept beside an entry, and the function it went to. */
  eventOf(id: number): { readonly functionName: string; readonly event: string } | undefined {
    const event = this.kept.get(id)?.event;
    const functionName = this.entry(id)?.replayable;
    return event !== undefined && functionName !== undefined ? { functionName, event } : undefined;
  }

  /** Forgets everything; ids go on. */
  clear(): void {
    this.kept.clear();
    this.characters = 0;
  }

  private keep(id: number, kept: Kept): void {
    this.kept.set(id, kept);
    this.characters += kept.characters;
    this.shed();
  }

  private shed(): void {
    const { maxEntries, maxCharacters } = this.limits;
    for (const [id, { characters }] of this.kept) {
      if (this.kept.size <= maxEntries && this.characters <= maxCharacters) return;
      this.kept.delete(id);
      this.characters -= characters;
    }
  }
}

function look(kept: Kept): Entry {
  if (typeof kept.entry === 'function') kept.entry = kept.entry();
  return kept.entry;
}

function sizeOf({ title, result, payload = '', answer = '', log = '' }: Entry): number {
  return title.length + result.length + payload.length + answer.length + log.length;
}
