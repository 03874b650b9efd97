import type { ErrNo } from '../../protocol/err-no';
import type { FunctionRole } from '../../protocol/events';

export type LogLevel = 'info' | 'warn' | 'error';

/** Counts, durations and names; never message text, a full connection id or the push-back URL. */
export type LogFields = Readonly<
  Record<string, string | number | boolean | Readonly<Record<string, number>>>
>;

/** What an invocation tells about itself, in one line. */
export type LogLine = LogFields & {
  readonly level: LogLevel;
  readonly requestId: string;
  readonly function: FunctionRole;
  readonly errNo: ErrNo;
  readonly durationMs: number;
};

export type Log = (line: LogLine) => void;

/** SCF keeps what a function writes to the console. */
export const consoleLog: Log = (line) => {
  console.log(JSON.stringify(line));
};
