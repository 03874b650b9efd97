import type { StoredObject } from './bucket';
import { SortedKeys } from './sorted-keys';

interface Change {
  readonly key: string;
  /** Undefined for a deletion. */
  readonly object: StoredObject | undefined;
  readonly at: number;
}

/**
 * A bucket as lists show it: as it was some time ago, since lists of COS are eventually consistent
 * (436/7734). What was just written may be missing, and what was just deleted still be there.
 */
export class ListedObjects {
  /** Every listed key in order; kept beside the objects, so that no list has to sort. */
  readonly keys = new SortedKeys();
  readonly #objects = new Map<string, StoredObject>();
  readonly #pending: Change[] = [];

  /** Takes note of a change that was made at `at`, milliseconds; not before the ones noted earlier. */
  record(key: string, object: StoredObject | undefined, at: number): void {
    this.#pending.push({ key, object, at });
  }

  /** Shows from now on what had been recorded up to `time`. Never goes back. */
  catchUpTo(time: number): void {
    const next = this.#pending.findIndex(({ at }) => at > time);
    const due = this.#pending.splice(0, next < 0 ? this.#pending.length : next);
    for (const change of due) this.#apply(change);
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  #apply({ key, object }: Change): void {
    const isThere = this.#objects.has(key);
    if (object) {
      if (!isThere) this.keys.add(key);
      this.#objects.set(key, object);
    } else if (isThere) {
      this.keys.remove(key);
      this.#objects.delete(key);
    }
  }
}
