import { median } from '../statistics';
import type { Delivery } from './load-program';

/** Follows one message to its members, from the moment it is made. */
export class DeliveryWatch {
  readonly #sentAt = performance.now();
  readonly #expected: number;
  readonly #quietMs: number;
  readonly #reached = new Set<number>();
  readonly #times: number[] = [];
  #duplicates = 0;
  #lastNewsAt = performance.now();

  /**
   * @param expected members that are to get the message
   * @param quietMs after so long without news there will be none
   */
  constructor(expected: number, quietMs: number) {
    this.#expected = expected;
    this.#quietMs = quietMs;
  }

  arrived(member: number): void {
    this.#lastNewsAt = performance.now();
    if (this.#reached.has(member)) {
      this.#duplicates += 1;
      return;
    }
    this.#reached.add(member);
    this.#times.push(this.#lastNewsAt - this.#sentAt);
  }

  get isOver(): boolean {
    return (
      this.#reached.size === this.#expected || performance.now() - this.#lastNewsAt > this.#quietMs
    );
  }

  get delivery(): Delivery {
    return {
      delivered: this.#reached.size,
      duplicates: this.#duplicates,
      medianMs: median(this.#times),
      lastMs: this.#times.at(-1) ?? NaN,
    };
  }
}
