/** A timer that a clock gave out and can take back. */
export interface Timer {
  cancel(): void;
}

/** Where time comes from, so that tests can move it. Milliseconds throughout. */
export interface Clock {
  /** Since the epoch. Jumps when somebody sets the machine's clock: for dates, not for spans. */
  now(): number;
  /** Since some moment, and never jumps: for spans. */
  uptime(): number;
  /** Calls back once after `ms`; does not keep the process alive. */
  after(ms: number, callback: () => void): Timer;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  uptime: () => performance.now(),
  after(ms, callback) {
    const timeout = setTimeout(callback, ms).unref();
    return {
      cancel: () => {
        clearTimeout(timeout);
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
