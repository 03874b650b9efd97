import type { Clock } from './clock';

const MS_PER_SECOND = 1_000;

/** Lets so many through in a second, and `capacity` at once after a quiet time. */
export class TokenBucket {
  #left: number;
  #filledAt: number;

  /** @param capacity a second's worth unless given */
  constructor(
    readonly perSecond: number,
    private readonly clock: Pick<Clock, 'uptime'>,
    private readonly capacity = perSecond,
  ) {
    this.#left = capacity;
    this.#filledAt = clock.uptime();
  }

  /** Whether `count` more may pass; a larger one than the capacity passes a full bucket. */
  take(count: number): boolean {
    const now = this.clock.uptime();
    const refill = ((now - this.#filledAt) / MS_PER_SECOND) * this.perSecond;
    this.#left = Math.min(this.capacity, this.#left + refill);
    this.#filledAt = now;
    if (this.#left < Math.min(count, this.capacity)) return false;
    this.#left -= count;
    return true;
  }
}
