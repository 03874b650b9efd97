import { createHash } from 'node:crypto';
import type { Clock } from '../engine/clock';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Counts, durations, names and reasons; never message text, a whole connection id, or a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Fields that cost something to make are given as a function, which a line that is not written saves. */
export type Log = (level: LogLevel, event: string, fields?: LogFields | (() => LogFields)) => void;

/** A log of one JSON object a line, from `level` on. */
export function createLog(level: LogLevel, clock: Clock, write: (line: string) => void): Log {
  const lowest = LOG_LEVELS.indexOf(level);
  return (lineLevel, event, fields) => {
    if (LOG_LEVELS.indexOf(lineLevel) < lowest) return;
    const time = new Date(clock.now()).toISOString();
    const given = typeof fields === 'function' ? fields() : fields;
    write(`${JSON.stringify({ time, level: lineLevel, event, ...given })}\n`);
  };
}

/** Hex digits that stand for a connection in logs: enough to follow one, useless to push to it. */
const SHORT_LENGTH = 8;

/** The beginning of a connection id's SHA-256, the same as in the logs of the functions. */
export function connectionHash(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, SHORT_LENGTH);
}
