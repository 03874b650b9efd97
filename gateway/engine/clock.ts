/** A timer that a clock gave out and can take back. */
export interface Timer {
  cancel(): void;
}

/** Where time comes from, so that tests can move it. Milliseconds since the epoch throughout. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; does not keep the process alive. */
  after(ms: number, callback: () => void): Timer;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return {
      cancel() {
        clearTimeout(timer);
      },
    };
  },
};

/** Resolves `ms` milliseconds from now on the given clock. */
export function elapse(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
