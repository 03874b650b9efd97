import { elapse, type Clock } from '../engine/clock';
import type { CallFunction } from './call';

/** How long a function may be away, as it is while a new version is deployed. */
export const PATIENCE_MS = 5_000;

/** The wait before the second attempt; each further one is twice as long, up to the longest. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_000;

/**
 * Repeats a call that has not begun, for PATIENCE_MS, so that clients stay connected while a
 * function is deployed. One that may have begun is not repeated here.
 */
export function createPatientCall(call: CallFunction, clock: Clock): CallFunction {
  return async (event) => {
    const giveUpAt = clock.uptime() + PATIENCE_MS;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      const outcome = await call(event);
      if (!('notBegun' in outcome) || clock.uptime() + waitMs > giveUpAt) return outcome;
      await elapse(clock, waitMs);
    }
  };
}
