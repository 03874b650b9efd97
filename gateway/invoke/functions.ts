import { setImmediate as macrotask } from 'node:timers/promises';
import type { FunctionRole } from '../../protocol/events';
import type { Clock } from '../engine/clock';
import type { Functions } from '../engine/ports';
import type { CallFunction } from './call';
import { createPatientCall } from './patient';

export interface CalledFunctions extends Functions {
  readonly inFlight: number;
  /** Resolves once no call is under way, and none has followed at once from the last. */
  idle(): Promise<void>;
}

export interface CallWatcher {
  /** Hears of each call when it has ended. */
  called(role: FunctionRole, ok: boolean, durationMs: number): void;
}

/** The three functions, each called in its own way, with patience while it is deployed. */
export function createFunctions(
  calls: Readonly<Record<FunctionRole, CallFunction>>,
  clock: Clock,
  watcher: CallWatcher,
): CalledFunctions {
  const patient: Readonly<Record<FunctionRole, CallFunction>> = {
    register: createPatientCall(calls.register, clock),
    transport: createPatientCall(calls.transport, clock),
    cleanup: createPatientCall(calls.cleanup, clock),
  };
  let inFlight = 0;
  let whenIdle: (() => void)[] = [];

  return {
    get inFlight() {
      return inFlight;
    },
    async invoke(role, event) {
      const startedAt = clock.uptime();
      inFlight += 1;
      const outcome = await patient[role](event);
      inFlight -= 1;
      watcher.called(role, outcome.ok, clock.uptime() - startedAt);
      if (inFlight === 0) {
        for (const resolve of whenIdle) resolve();
        whenIdle = [];
      }
      return outcome;
    },
    async idle() {
      while (inFlight > 0) {
        await new Promise<void>((resolve) => {
          whenIdle.push(resolve);
        });
        // Such as cleanup, for a client whom register let in after the gateway had closed.
        await macrotask();
      }
    },
  };
}
