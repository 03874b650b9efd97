import type { Clock } from '../engine/clock';

const MS_PER_SECOND = 1_000;

/** Lets so many through in a second, and as many at once after a quiet second. */
export class TokenBucket {
  #left: number;
  #filledAt: number;

  constructor(
    readonly perSecond: number,
    private readonly clock: Pick<Clock, 'uptime'>,
  ) {
    this.#left = perSecond;
    this.#filledAt = clock.uptime();
  }

  /** Whether `count` more may pass; a larger one than a second's worth passes a full bucket. */
  take(count: number): boolean {
    const now = this.clock.uptime();
    const refill = ((now - this.#filledAt) / MS_PER_SECOND) * this.perSecond;
    this.#left = Math.min(this.perSecond, this.#left + refill);
    this.#filledAt = now;
    if (this.#left < Math.min(count, this.perSecond)) return false;
    this.#left -= count;
    return true;
  }
}
