/** The longest first delay. */
export const FIRST_DELAY_MS = 1_000;
/** The longest delay of all. */
export const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait before the next attempt: exponential with full jitter, so that the members of a
 * gateway that restarted do not all come back in the same moment.
 *
 * @param failures attempts that have failed in a row before this one, from 0
 * @param random a number from 0 up to, but not including, 1
 * @returns milliseconds from 0 up to a ceiling that doubles from 1 s to 30 s
 */
export function backoffMs(failures: number, random: number): number {
  return random * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures);
}
