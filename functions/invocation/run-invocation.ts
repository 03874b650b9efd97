import { ErrNo } from '../../protocol/err-no';
import type { FunctionRole } from '../../protocol/events';
import { systemClock, type Clock } from './clock';
import { deadlineOf, type Deadline } from './deadline';
import { InvocationError } from './invocation-error';
import { consoleLog, type Log, type LogFields, type LogLevel } from './log';

/** One call of a function, as its work sees it. */
export interface Invocation {
  readonly clock: Clock;
  readonly deadline: Deadline;
}

/** What every reply of a function holds. */
export interface Reply {
  readonly errNo: ErrNo;
  /** `ok`, or what went wrong, in words fit for a person. */
  readonly errMsg: string;
}

/** A reply and what the log is to say about it. */
export interface Answer<R extends Reply> {
  readonly reply: R;
  readonly level: LogLevel;
  readonly fields: LogFields;
}

const INTERNAL_FAULT: Reply = {
  errNo: ErrNo.internalFault,
  errMsg: 'The chat met a fault of its own; its log says more.',
};

export interface InvocationPorts {
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the log repeats what a fault says of itself, which may quote what was worked on. */
  readonly showsFaults?: boolean;
}

/**
 * Runs one invocation and writes its log line. Never rejects, because the gateway closes the
 * connection of a client whose function failed (583/32553): a failure is a reply with an `errNo`.
 */
export async function runInvocation<R extends Reply>(
  role: FunctionRole,
  context: unknown,
  work: (invocation: Invocation) => Promise<Answer<R>>,
  { clock, log, showsFaults = false }: InvocationPorts = {
    clock: systemClock,
    log: consoleLog,
    showsFaults: Boolean(process.env['LOG_FAULT_MESSAGES']),
  },
): Promise<R | Reply> {
  const start = clock.now();
  let answer: Answer<R | Reply>;
  try {
    answer = await work({ clock, deadline: deadlineOf(context, clock) });
  } catch (error) {
    answer = answerFailure(error, showsFaults);
  }
  const { reply, level, fields } = answer;
  log({
    ...fields,
    level,
    requestId: requestIdOf(context),
    function: role,
    errNo: reply.errNo,
    durationMs: clock.now() - start,
  });
  return reply;
}

function answerFailure(error: unknown, showsFaults: boolean): Answer<Reply> {
  if (error instanceof InvocationError) {
    return {
      reply: { errNo: error.errNo, errMsg: error.message },
      level: 'error',
      fields: { error: error.detail },
    };
  }
  return { reply: INTERNAL_FAULT, level: 'error', fields: describeFault(error, showsFaults) };
}

/** Where the fault is, without its message unless that is wished for. */
function describeFault(error: unknown, withMessage: boolean): LogFields {
  if (!(error instanceof Error)) {
    return { error: `thrown ${typeof error}`, ...(withMessage && { message: String(error) }) };
  }
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? [];
  return {
    error: error.name,
    ...(withMessage && { message: error.message }),
    stack: frames.join('\n'),
  };
}

function requestIdOf(context: unknown): string {
  const hasId = typeof context === 'object' && context !== null && 'request_id' in context;
  return hasId && typeof context.request_id === 'string' ? context.request_id : 'unknown';
}
