import type { Clock } from '../../gateway/engine/clock';
import type { Call, CallReport, Instance } from './instance';
import { type FunctionDefinition, type InvocationResult, InvocationStatus } from './invocation';
import { type Failure, invocationResult, timedOut } from './invocation-result';
import { INITIALIZATION_LIMIT_MS } from './limits';

const INITIALIZATION_TIMED_OUT: Failure = {
  status: InvocationStatus.initializationTimeout,
  message: `Initialization timed out after ${INITIALIZATION_LIMIT_MS / 1000} seconds`,
};

/** Runs one call on an instance, a new one being waited for first, and ends it at the time-out. */
export async function runCall(
  { instance, isNew }: { readonly instance: Instance; readonly isNew: boolean },
  definition: FunctionDefinition,
  call: Call,
  clock: Clock,
): Promise<InvocationResult> {
  const { requestId } = call;
  if (isNew) {
    const loading = await within(INITIALIZATION_LIMIT_MS, instance.loaded, instance, clock);
    if (loading.report !== undefined) {
      const { report, durationMs } = loading;
      const failure = loading.late ? INITIALIZATION_TIMED_OUT : undefined;
      return invocationResult(definition, {
        requestId,
        report,
        durationMs,
        coldStart: true,
        failure,
      });
    }
  }
  const limitMs = definition.timeoutSeconds * 1000;
  const { report, durationMs, late } = await within(limitMs, instance.run(call), instance, clock);
  const failure = late ? timedOut(definition) : undefined;
  return invocationResult(definition, { requestId, report, durationMs, coldStart: isNew, failure });
}

/** Waits for the instance's report and ends the instance where that is later than `limitMs`. */
async function within<Report extends CallReport | undefined>(
  limitMs: number,
  reported: Promise<Report>,
  instance: Instance,
  clock: Clock,
): Promise<{ report: Report; durationMs: number; late: boolean }> {
  let late = false;
  const startedAt = clock.uptime();
  const timer = clock.after(limitMs, () => {
    late = true;
    void instance.end();
  });
  try {
    const report = await reported;
    return { report, durationMs: Math.round(clock.uptime() - startedAt), late };
  } finally {
    timer.cancel();
  }
}
