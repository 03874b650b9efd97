import { randomUUID } from 'node:crypto';
import { InvocationStatus, type InvocationResult } from '../../runtime/invocation';
import { defineAction, type Action } from '../action';
import { notNow, type FunctionStore } from './function-store';
import { ScfError } from './scf-error';
import * as schema from './schema';

/** 583/11637: the largest event, in bytes, of a call that waits and of one that does not. */
const SYNC_EVENT_MAX_BYTES = 6 * 1024 * 1024;
const ASYNC_EVENT_MAX_BYTES = 128 * 1024;
/** 583/17243: how much of the end of the log `LogType: Tail` returns. */
const LOG_TAIL_BYTES = 4096;
const QUALIFIERS = ['$LATEST', '$DEFAULT'];

/** Calls a function by name with an event as JSON text. Rejects with `ScfError`. */
export type InvokeByName = (
  functionName: string,
  namespace: string,
  eventJson: string,
  requestId: string,
) => Promise<InvocationResult>;

/** The actions of SCF that call functions. */
export function invokeActions(
  functions: FunctionStore,
  invoke: InvokeByName,
): Record<string, Action> {
  function check(
    input: { FunctionName: string; Namespace: string; Qualifier?: string | undefined },
    event: string,
    maxBytes: number,
  ): void {
    const target = functions.find(input.FunctionName, input.Namespace);
    if (!target) {
      const message = `The function ${input.FunctionName} does not exist.`;
      throw new ScfError('ResourceNotFound.FunctionName', message);
    }
    if (!target.loaded) throw notNow(target);
    if (!QUALIFIERS.includes(input.Qualifier ?? '$LATEST')) {
      throw new ScfError('InvalidParameterValue.Qualifier', 'The function has only $LATEST.');
    }
    if (Buffer.byteLength(event) > maxBytes) {
      throw new ScfError('InvalidParameter.Payload', `The event is larger than ${maxBytes} bytes.`);
    }
    if (!isJson(event)) throw new ScfError('InvalidParameterValue.Param', 'The event is not JSON.');
  }

  return {
    InvokeFunction: defineAction(schema.InvokeFunction, async (input) => {
      check(input, input.Event, SYNC_EVENT_MAX_BYTES);
      const { FunctionName, Namespace, Event } = input;
      return {
        Result: toResult(await invoke(FunctionName, Namespace, Event, randomUUID()), input),
      };
    }),
    Invoke: defineAction(schema.Invoke, async (input) => {
      const isAsync = input.InvocationType === 'Event';
      const { FunctionName, Namespace, ClientContext: event } = input;
      check(input, event, isAsync ? ASYNC_EVENT_MAX_BYTES : SYNC_EVENT_MAX_BYTES);
      const requestId = randomUUID();
      const running = invoke(FunctionName, Namespace, event, requestId);
      if (!isAsync) return { Result: toResult(await running, input) };
      // The function may be deleted before its turn comes; nobody waits for the answer.
      running.catch(() => undefined);
      return { Result: asyncResult(requestId) };
    }),
  };
}

function toResult(result: InvocationResult, { LogType }: { LogType: 'None' | 'Tail' }) {
  return {
    FunctionRequestId: result.requestId,
    InvokeResult: result.status === InvocationStatus.ok ? 0 : 1,
    RetMsg: result.returnMessage,
    ErrMsg: result.errorMessage,
    Log: LogType === 'Tail' ? Buffer.from(result.log).subarray(-LOG_TAIL_BYTES).toString() : '',
    Duration: result.durationMs,
    BillDuration: Math.ceil(result.durationMs),
    MemUsage: result.memoryBytes,
  };
}

function asyncResult(FunctionRequestId: string) {
  return {
    FunctionRequestId,
    InvokeResult: 0,
    RetMsg: '',
    ErrMsg: '',
    Log: '',
    Duration: 0,
    BillDuration: 0,
    MemUsage: 0,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
