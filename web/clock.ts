/** A timer that a clock gave out and can take back. */
export interface Timer {
  cancel(): void;
}

/** Where time comes from, so that tests can move it. Milliseconds since the epoch throughout. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`. */
  after(ms: number, callback: () => void): Timer;
}

/** The browser's own clock. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
};
