import type { Clock } from './clock';

/** When an invocation has to be done with its work, short of the function's time limit. */
export interface Deadline {
  /** Milliseconds left, never negative. */
  leftMs(): number;
}

/** Kept back from the function's time limit for the answer and the log line. */
export const TIME_LIMIT_MARGIN_MS = 500;

/** SCF's default time limit, for a context that does not tell the time (583/11637). */
export const DEFAULT_TIME_LIMIT_MS = 3_000;

/** The deadline by `getRemainingTimeInMillis` of SCF's context object. */
export function deadlineOf(context: unknown, clock: Clock): Deadline {
  const start = clock.now();
  const remainingMs = tellsRemainingTime(context)
    ? () => context.getRemainingTimeInMillis()
    : () => start + DEFAULT_TIME_LIMIT_MS - clock.now();
  return { leftMs: () => Math.max(0, remainingMs() - TIME_LIMIT_MARGIN_MS) };
}

function tellsRemainingTime(
  context: unknown,
): context is { getRemainingTimeInMillis: () => number } {
  return (
    typeof context === 'object' &&
    context !== null &&
    'getRemainingTimeInMillis' in context &&
    typeof context.getRemainingTimeInMillis === 'function'
  );
}
