import { errorCode, isGone, type CallProduct } from '../../tencent-api/client';
import type { Pause } from '../../tencent-api/pause';

/** What a drain is of: one machine of one account. */
export interface MachineDrainInputs {
  /** Number of the account it is in. */
  readonly account: string;
  readonly instanceId: string;
}

/** Between two looks at a machine that is being stopped. */
const POLL_MS = 500;
/** Longer than Tencent waits for a machine that does not stop by itself, which is 5 minutes. */
const PATIENCE_MS = 7 * 60_000;
/** Nothing runs on such a machine, nor will it (213/15753, InstanceState). */
const ENDED = ['STOPPED', 'LAUNCH_FAILED', 'SHUTDOWN', 'TERMINATING'];
/** A machine that is not there, in the words of CVM. */
const GONE_CODE = 'InvalidInstanceId.NotFound';

/**
 * Stops a machine as its power button would, so that its programs end in good order: the gateway
 * closes its connections one by one. One that is just starting is stopped once it runs.
 *
 * Resolves once it has stopped or is not there at all, and also when it does neither for longer
 * than Tencent itself would wait: it is to be deleted in any case.
 */
export async function drainMachine(
  call: CallProduct,
  instanceId: string,
  pause: Pause,
): Promise<void> {
  let isTold = false;
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    const state = await stateOf(call, instanceId);
    if (state === undefined || ENDED.includes(state)) return;
    if (state === 'RUNNING' && !isTold) {
      await stop(call, instanceId);
      isTold = true;
    }
    await pause(POLL_MS);
  }
}

async function stop(call: CallProduct, instanceId: string): Promise<void> {
  try {
    await call('StopInstances', { InstanceIds: [instanceId], StopType: 'SOFT_FIRST' });
  } catch (error) {
    // The next look finds that out.
    if (!isNotThere(error)) throw error;
  }
}

async function stateOf(call: CallProduct, instanceId: string): Promise<string | undefined> {
  try {
    const { InstanceSet } = await call('DescribeInstances', { InstanceIds: [instanceId] });
    const [instance] = InstanceSet as readonly { readonly InstanceState: string }[];
    return instance?.InstanceState;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

function isNotThere(error: unknown): boolean {
  return isGone(error) || errorCode(error) === GONE_CODE;
}
