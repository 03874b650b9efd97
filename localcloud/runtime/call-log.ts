import { BYTES_PER_MB } from './limits';

/** SCF prints memory with six significant digits, e.g. `10.5977MB`. */
const MEMORY_DIGITS = 6;

export interface CallLogEntry {
  readonly requestId: string;
  /** What the function printed. */
  readonly output: string;
  /** Why the call failed, if it did. */
  readonly error: string | undefined;
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly memoryBytes: number;
}

/** The log of one call in the form that InvokeFunction answers with, as captured from SCF. */
export function formatCallLog(entry: CallLogEntry): string {
  const { requestId, output, error, durationMs, memoryMb, memoryBytes } = entry;
  const used = Number((memoryBytes / BYTES_PER_MB).toPrecision(MEMORY_DIGITS));
  return [
    `START RequestId: ${requestId}`,
    `Event RequestId: ${requestId}`,
    ...(output === '' ? [] : [output.replace(/\n$/, '')]),
    ...(error === undefined ? [] : [`ERROR RequestId: ${requestId} Result: ${error}`]),
    '',
    `END RequestId: ${requestId}`,
    `Report RequestId: ${requestId} Duration:${durationMs}ms Memory:${memoryMb}MB MemUsage:${used}MB`,
  ].join('\n');
}
