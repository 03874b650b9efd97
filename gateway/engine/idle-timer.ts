import type { Clock, Timer } from './clock';

/** A changed time-out takes effect on a living connection within this many milliseconds. */
const MAX_WAIT_MS = 10_000;

/**
 * Notices that nothing happened for a while. A touch only notes the time; the one timer looks at
 * the note when it fires and sleeps on for what is left, so that a frame costs no timer.
 */
export class IdleTimer {
  readonly #clock: Clock;
  readonly #timeoutMs: () => number;
  readonly #onIdle: () => void;
  #lastTouch: number;
  #timer: Timer;

  /** Calls `onIdle` once, as soon as `timeoutMs()` milliseconds pass without a touch. */
  constructor(clock: Clock, timeoutMs: () => number, onIdle: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#onIdle = onIdle;
    this.#lastTouch = clock.uptime();
    this.#timer = this.#sleep(timeoutMs());
  }

  touch(): void {
    this.#lastTouch = this.#clock.uptime();
  }

  stop(): void {
    this.#timer.cancel();
  }

  #sleep(ms: number): Timer {
    return this.#clock.after(Math.min(ms, MAX_WAIT_MS), () => {
      this.#check();
    });
  }

  #check(): void {
    const leftMs = this.#lastTouch + this.#timeoutMs() - this.#clock.uptime();
    if (leftMs > 0) this.#timer = this.#sleep(leftMs);
    else this.#onIdle();
  }
}
