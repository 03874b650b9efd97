import { formatCallLog } from './call-log';
import type { CallOutcome, CallReport } from './instance';
import { type FunctionDefinition, type InvocationResult, InvocationStatus } from './invocation';
import { ANSWER_LIMIT_BYTES } from './limits';

/** Why a call failed, before it is put into SCF's form. */
export interface Failure {
  readonly status: Exclude<InvocationStatus, 200>;
  readonly message: string;
}

/** The call took longer than the function's time-out. */
export function timedOut({ timeoutSeconds }: FunctionDefinition): Failure {
  const message = `Invoking task timed out after ${timeoutSeconds} seconds`;
  return { status: InvocationStatus.timeout, message };
}

export const EVENT_TOO_LARGE: Failure = {
  status: InvocationStatus.eventTooLarge,
  message: 'The size of request exceeds the upper limit (6MB)',
};

/** No instance is free and no more may be started. */
export function tooManyInstances(definition: FunctionDefinition, cap: number): Failure {
  const { functionName, memoryMb } = definition;
  return {
    status: InvocationStatus.concurrency,
    message: `Function [ ${functionName} ] concurrency exceeded reserved quota ${cap * memoryMb} MB`,
  };
}

/** The function was deleted before or while the call ran. */
export function functionDeleted({ functionName }: FunctionDefinition): Failure {
  const message = `Function [ ${functionName} ] was deleted`;
  return { status: InvocationStatus.functionNotFound, message };
}

/** The result of a call that no instance ran. */
export function refusedResult(requestId: string, failure: Failure): InvocationResult {
  return {
    requestId,
    status: failure.status,
    returnMessage: '',
    errorMessage: errorMessage(requestId, failure),
    log: '',
    durationMs: 0,
    memoryBytes: 0,
    coldStart: false,
  };
}

/** The result of a call that an instance ran, or broke down under. */
export function invocationResult(
  definition: FunctionDefinition,
  call: {
    readonly requestId: string;
    readonly report: CallReport;
    readonly durationMs: number;
    readonly coldStart: boolean;
    /** Stands in for the outcome when it is the caller that ended the call. */
    readonly failure?: Failure | undefined;
  },
): InvocationResult {
  const { requestId, report, durationMs, coldStart } = call;
  const failure = call.failure ?? failureOf(report.outcome, definition);
  const returned = failure === undefined && report.outcome.type === 'returned';
  return {
    requestId,
    status: failure?.status ?? InvocationStatus.ok,
    returnMessage: returned ? report.outcome.json : '',
    errorMessage: failure === undefined ? '' : errorMessage(requestId, failure),
    log: formatCallLog({
      requestId,
      output: report.output,
      error: failure?.message,
      durationMs,
      memoryMb: definition.memoryMb,
      memoryBytes: report.memoryBytes,
    }),
    durationMs,
    memoryBytes: report.memoryBytes,
    coldStart,
  };
}

function failureOf(outcome: CallOutcome, definition: FunctionDefinition): Failure | undefined {
  switch (outcome.type) {
    case 'returned':
      if (Buffer.byteLength(outcome.json) <= ANSWER_LIMIT_BYTES) return undefined;
      return {
        status: InvocationStatus.answerTooLarge,
        message: 'The size of response exceeds the upper limit (6MB)',
      };
    case 'not JSON':
      return {
        status: InvocationStatus.invalidEvent,
        message: `The request event is not JSON: ${outcome.reason}`,
      };
    case 'threw':
      return { status: InvocationStatus.userError, message: outcome.stack };
    case 'no handler':
      return { status: InvocationStatus.handlerNotFound, message: outcome.reason };
    case 'out of memory':
      return {
        status: InvocationStatus.memory,
        message: `Task memory exceeded ${definition.memoryMb} MB`,
      };
    case 'exited':
      return {
        status: InvocationStatus.processExit,
        message: `User process exit when running: ${outcome.how}`,
      };
    case 'ended':
      return functionDeleted(definition);
  }
}

/** SCF's failure body: errorCode 1 where the user's code threw, -1 where the platform stepped in. */
function errorMessage(requestId: string, { status, message }: Failure): string {
  return JSON.stringify({
    errorCode: status === InvocationStatus.userError ? 1 : -1,
    errorMessage: message,
    requestId,
    statusCode: status,
  });
}
