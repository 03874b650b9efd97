import * as v from 'valibot';
import type { InvocationResult } from '../localcloud/runtime/invocation';
import { ErrNo } from '../protocol/err-no';

/** SCF's body of a failed call. */
const FailedCallSchema = v.looseObject({ errorMessage: v.string(), requestId: v.string() });

const ReplySchema = v.looseObject({ errNo: v.number(), errMsg: v.optional(v.string()) });

/** What the log of a function says of a fault. */
const LogLineSchema = v.looseObject({
  errNo: v.number(),
  error: v.optional(v.string()),
  message: v.optional(v.string()),
  stack: v.optional(v.string()),
  reasons: v.optional(v.record(v.string(), v.number())),
});

type LogLine = v.InferOutput<typeof LogLineSchema>;

/** Why a call did not do its work, in one line; undefined when it did, or refused a client. */
export function whyCallFailed(result: InvocationResult): string | undefined {
  const { errorMessage } = result;
  if (errorMessage !== '') return whyPlatformFailed(errorMessage)?.reason ?? errorMessage;
  const reply = v.safeParse(ReplySchema, parseJson(result.returnMessage));
  if (!reply.success) return undefined;
  const { errNo, errMsg } = reply.output;
  if (errNo === ErrNo.ok || errNo === ErrNo.accessRefused) return undefined;
  const line = logLineOf(result.log);
  if (line?.error === undefined) return [`errNo ${errNo}`, errMsg].filter(Boolean).join(': ');
  // A failure that was foreseen has no stack, and says what it has met.
  return line.stack === undefined
    ? `errNo ${errNo}: ${line.error}`
    : describeFault([line.error, line.message].filter(Boolean).join(': '), line.stack);
}

/** A failed call in SCF's words: `<status> <JSON>` or the JSON alone. Undefined for other words. */
export function whyPlatformFailed(
  text: string,
): { readonly requestId: string; readonly reason: string } | undefined {
  const failed = v.safeParse(FailedCallSchema, parseJson(text.replace(/^\d+ /, '')));
  if (!failed.success) return undefined;
  const { errorMessage, requestId } = failed.output;
  const [first = '', ...frames] = errorMessage.split(/\n(?= +at )/);
  return { requestId, reason: describeFault(first, frames.join('\n')) };
}

/** How often each reason came up for which a push did not reach a member; empty when none did. */
export function whyNotReached(result: InvocationResult): string {
  return Object.entries(logLineOf(result.log)?.reasons ?? {})
    .map(([reason, count]) => `${count} × ${reason}`)
    .join(', ');
}

/** e.g. `Error: no such room (functions/transport.ts:31:9)`. */
function describeFault(what: string, stack: string): string {
  const place = / at (?:.*\()?([^()\n]+:\d+:\d+)/.exec(stack)?.[1];
  return place === undefined ? what : `${what} (${place})`;
}

/** The line that the functions of this project end each call with. */
function logLineOf(log: string): LogLine | undefined {
  const lines = log.split('\n').map((line) => {
    const json = parseJson(line.slice(line.lastIndexOf('\t') + 1));
    const parsed = v.safeParse(LogLineSchema, json);
    return parsed.success ? parsed.output : undefined;
  });
  return lines.findLast((line) => line !== undefined);
}

/** Undefined for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
