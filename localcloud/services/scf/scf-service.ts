import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Clock } from '../../../gateway/engine/clock';
import type { FunctionOutcome } from '../../../gateway/engine/ports';
import { InvocationStatus, type InvocationResult } from '../../runtime/invocation';
import type { TrafficObserver } from '../../traffic';
import type { ApiService } from '../action';
import type { TagStore } from '../tag/tag-store';
import { functionActions } from './function-actions';
import { DEFAULT_NAMESPACE, FunctionStore, notNow } from './function-store';
import { invokeActions, type InvokeByName } from './invoke-actions';
import type { FunctionRuntime } from './runtime-port';
import type { ScfSnapshot } from './snapshot';

/** The actions that policies allow function by function (598/10606). */
const CALLS = ['Invoke', 'InvokeFunction'];
const Called = v.looseObject({
  FunctionName: v.string(),
  Namespace: v.optional(v.string(), DEFAULT_NAMESPACE),
});

export interface ScfOptions {
  readonly clock: Clock;
  readonly region: string;
  /** The account's number. */
  readonly uin: string;
  readonly tags: TagStore;
  readonly runtime: FunctionRuntime;
  /** Whether a role exists that SCF may assume. */
  readonly mayAssume: (roleName: string) => boolean;
  /** Hears of every call when it is over. */
  readonly onInvocation: (functionName: string, result: InvocationResult) => void;
  /** Hears of every call in full. */
  readonly traffic?: TrafficObserver | undefined;
  /** As of a local cloud. */
  readonly placeInSources?: ((text: string) => string) | undefined;
}

/** SCF, version 2018-04-16, and what API Gateway asks of it. */
export interface Scf {
  readonly service: ApiService;
  isActive(functionName: string, namespace: string): boolean;
  /** Calls a function for API Gateway. Never rejects. */
  call(functionName: string, namespace: string, event: object): Promise<FunctionOutcome>;
  /** Of all functions. */
  names(): string[];
  /** Calls a function as API 3.0 does, with JSON text. Rejects with `ScfError`. */
  run(functionName: string, event: string): Promise<InvocationResult>;
  snapshot(): ScfSnapshot;
  /** Takes over what an earlier cloud has left; resolves when it can be called. */
  restore(functions: ScfSnapshot): Promise<void>;
}

/** SCF without functions, until those of an earlier cloud are restored. */
export function createScf(options: ScfOptions): Scf {
  const { clock, region, uin, tags, runtime, mayAssume, onInvocation, traffic } = options;
  const placeInSources = options.placeInSources ?? ((text: string) => text);
  const functions = new FunctionStore(clock, runtime, mayAssume);

  const invoke: InvokeByName = async (functionName, namespace, eventJson, requestId) => {
    const target = functions.require(functionName, namespace);
    if (!target.loaded) throw notNow(target);
    const roleName = target.settings.Role;
    traffic?.callBegan({ requestId, functionName, roleName, event: eventJson });
    const { errorMessage, log, ...rest } = await target.loaded.invoke(eventJson, { requestId });
    const result = {
      ...rest,
      errorMessage: placeInSources(errorMessage),
      log: placeInSources(log),
    };
    traffic?.callEnded(result);
    onInvocation(functionName, result);
    return result;
  };

  return {
    service: {
      product: 'scf',
      version: '2018-04-16',
      regional: true,
      resourceOf(action, input) {
        const called = v.safeParse(Called, input);
        if (!CALLS.includes(action) || !called.success) return undefined;
        const { FunctionName, Namespace } = called.output;
        return `qcs::scf:${region}:uin/${uin}:namespace/${Namespace}/function/${FunctionName}`;
      },
      actions: { ...functionActions(functions, tags), ...invokeActions(functions, invoke) },
    },
    names: () => functions.list().map(({ functionName }) => functionName),
    run: (functionName, event) => invoke(functionName, DEFAULT_NAMESPACE, event, randomUUID()),
    snapshot: () => functions.snapshot(),
    restore: (kept) => functions.restore(kept),
    isActive: (functionName, namespace) =>
      functions.find(functionName, namespace)?.status === 'Active',
    async call(functionName, namespace, event) {
      try {
        return toOutcome(
          await invoke(functionName, namespace, JSON.stringify(event), randomUUID()),
        );
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function toOutcome({ status, returnMessage, errorMessage }: InvocationResult): FunctionOutcome {
  return status === InvocationStatus.ok
    ? { ok: true, value: JSON.parse(returnMessage) }
    : { ok: false, reason: `${status} ${errorMessage}` };
}
