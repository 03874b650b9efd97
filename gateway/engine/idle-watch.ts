import type { Clock, Timer } from './clock';

/** A changed time-out takes effect on what lives within this many milliseconds. */
const MAX_WAIT_MS = 10_000;
/** Looking through all that lives takes time, so that one may be found idle that much late. */
const MIN_WAIT_MS = 100;

/** Something that ends when nothing happens to it for a while. */
export interface Idling {
  /** When something last happened to it, as `Clock.uptime` tells it. */
  lastActiveAt: number;
}

export interface IdleWatchOptions<Item extends Idling> {
  readonly clock: Clock;
  readonly timeoutMs: () => number;
  /** All that live now. */
  readonly living: () => Iterable<Item>;
  /** Called for each that nothing happened to for `timeoutMs()` milliseconds. */
  readonly onIdle: (item: Item) => void;
}

/**
 * Finds what is idle, by one timer for all: one each would be memory for each idle connection. That
 * something happened is only noted, and found when the timer fires, so that a frame costs no timer.
 */
export class IdleWatch<Item extends Idling> {
  readonly #options: IdleWatchOptions<Item>;
  #timer: Timer | undefined;
  /** On the clock's uptime. */
  #looksAt = Infinity;

  constructor(options: IdleWatchOptions<Item>) {
    this.#options = options;
  }

  /** To be called when something has come to life. */
  start(): void {
    const { clock, timeoutMs } = this.#options;
    // Soon enough as a rule, since what is watched already was active earlier; not where the
    // time-out has become shorter.
    if (!this.#timer || clock.uptime() + timeoutMs() < this.#looksAt) this.#sleep(timeoutMs());
  }

  /** To be called when nothing lives any more. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #sleep(ms: number): void {
    const { clock } = this.#options;
    const waitMs = Math.min(ms, MAX_WAIT_MS);
    this.#timer?.cancel();
    this.#looksAt = clock.uptime() + waitMs;
    this.#timer = clock.after(waitMs, () => {
      this.#look();
    });
  }

  #look(): void {
    const { clock, timeoutMs, living, onIdle } = this.#options;
    this.#timer = undefined;
    const idleSince = clock.uptime() - timeoutMs();
    let nextLeftMs = Infinity;
    for (const item of living()) {
      const leftMs = item.lastActiveAt - idleSince;
      if (leftMs > 0) nextLeftMs = Math.min(nextLeftMs, leftMs);
      else onIdle(item);
    }
    if (nextLeftMs < Infinity) this.#sleep(Math.max(nextLeftMs, MIN_WAIT_MS));
  }
}
