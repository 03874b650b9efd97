import { errorCode, type CallProduct } from '../../tencent-api/client';
import type { Pause } from '../../tencent-api/pause';
import { drainMachine } from './machine-drain-lifecycle';

/** A listener of a load balancer, and the machine's port that it leads to. */
export interface ListenerPort {
  readonly loadBalancerId: string;
  readonly listenerId: string;
  readonly port: number;
}

/** One machine behind listeners, in one account. */
export interface LoadBalancerTargetInputs {
  /** Number of the account it is in. */
  readonly account: string;
  readonly instanceId: string;
  readonly listeners: readonly ListenerPort[];
}

type Place = Pick<LoadBalancerTargetInputs, 'instanceId' | 'listeners'>;

/** Between two looks at something that takes its time. */
const POLL_MS = 500;
/** Longest that CLB works on one change, or on one of somebody else's before it. */
const CHANGE_PATIENCE_MS = 3 * 60_000;
/** Longest that a new machine may take: it boots, and fetches Node.js and the gateway. */
const HEALTH_PATIENCE_MS = 10 * 60_000;
/** The share of each machine; all have the same. */
const WEIGHT = 10;
/** Another change of the same load balancer is under way. */
const BUSY = 'FailedOperation.ResourceInOperating';
/** Of DescribeTaskStatus (214/30683). */
const FAILED = 1;
const UNDER_WAY = 2;

/**
 * Lets a machine serve: registers it with each listener, where it is not, and resolves once all of
 * them have found it healthy, which is when others may be taken out.
 *
 * @throws Error when it does not become healthy
 */
export async function bringIn(clb: CallProduct, place: Place, pause: Pause): Promise<void> {
  for (const listener of place.listeners) {
    const weight = await weightAt(clb, place.instanceId, listener);
    if (weight === WEIGHT) continue;
    const action = weight === undefined ? 'RegisterTargets' : 'ModifyTargetWeight';
    await change(clb, action, targetInput(place.instanceId, listener, WEIGHT), pause);
  }
  for (let waited = 0; waited < HEALTH_PATIENCE_MS; waited += POLL_MS) {
    if (await isHealthy(clb, place)) return;
    await pause(POLL_MS);
  }
  throw new Error(
    `The machine ${place.instanceId} does not answer its load balancer after ${HEALTH_PATIENCE_MS / 60_000} minutes. Nothing further was changed.\n` +
      'To find out why: docs/machine.md, "When something is wrong". Then the same command again.',
  );
}

/**
 * Takes a machine out of service so that nobody waits: no new connection goes to it, then it ends
 * the ones it has in good order, and only then the load balancer forgets it.
 */
export async function takeOut(
  { clb, cvm }: { readonly clb: CallProduct; readonly cvm: CallProduct },
  { instanceId, listeners }: Place,
  pause: Pause,
): Promise<void> {
  for (const listener of listeners) {
    if ((await weightAt(clb, instanceId, listener)) === undefined) continue;
    await change(clb, 'ModifyTargetWeight', targetInput(instanceId, listener, 0), pause);
  }
  await drainMachine(cvm, instanceId, pause);
  for (const listener of listeners) {
    if ((await weightAt(clb, instanceId, listener)) === undefined) continue;
    await change(clb, 'DeregisterTargets', targetInput(instanceId, listener, 0), pause);
  }
}

/** Whether each listener leads to the machine. */
export async function isIn(clb: CallProduct, { instanceId, listeners }: Place): Promise<boolean> {
  for (const listener of listeners) {
    if ((await weightAt(clb, instanceId, listener)) !== WEIGHT) return false;
  }
  return true;
}

/** The weight of a machine at a listener; undefined where it is not registered. */
async function weightAt(
  clb: CallProduct,
  instanceId: string,
  { loadBalancerId, listenerId, port }: ListenerPort,
): Promise<number | undefined> {
  try {
    const { Listeners } = await clb('DescribeTargets', {
      LoadBalancerId: loadBalancerId,
      ListenerIds: [listenerId],
    });
    return (Listeners as readonly ListenerBackend[])
      .flatMap(({ Targets }) => Targets ?? [])
      .find(({ InstanceId, Port }) => InstanceId === instanceId && Port === port)?.Weight;
  } catch (error) {
    if (/^InvalidParameter\.(LB|Listener)IdNotFound$/.test(errorCode(error))) return undefined;
    throw error;
  }
}

/** What is read of DescribeTargets. */
interface ListenerBackend {
  readonly Targets?:
    | readonly { readonly InstanceId: string; readonly Port: number; readonly Weight: number }[]
    | null;
}

async function isHealthy(clb: CallProduct, { instanceId, listeners }: Place): Promise<boolean> {
  const LoadBalancerIds = listeners.map(({ loadBalancerId }) => loadBalancerId);
  const { LoadBalancers } = await clb('DescribeTargetHealth', { LoadBalancerIds });
  const healthy = ((LoadBalancers ?? []) as readonly LoadBalancerHealth[])
    .flatMap((balancer) => balancer.Listeners ?? [])
    .filter(({ Rules }) =>
      (Rules ?? [])
        .flatMap(({ Targets }) => Targets ?? [])
        .some(({ TargetId, HealthStatus }) => TargetId === instanceId && HealthStatus),
    );
  return listeners.every(({ listenerId }) =>
    healthy.some(({ ListenerId }) => ListenerId === listenerId),
  );
}

/** What is read of DescribeTargetHealth; any list may be null. */
interface LoadBalancerHealth {
  readonly Listeners?:
    | readonly {
        readonly ListenerId: string;
        readonly Rules?:
          | readonly {
              readonly Targets?:
                readonly { readonly TargetId: string; readonly HealthStatus: boolean }[] | null;
            }[]
          | null;
      }[]
    | null;
}

function targetInput(
  InstanceId: string,
  { loadBalancerId, listenerId, port }: ListenerPort,
  Weight: number,
) {
  return {
    LoadBalancerId: loadBalancerId,
    ListenerId: listenerId,
    Targets: [{ InstanceId, Port: port, Weight }],
  };
}

/** Asks for a change, once no other one of the load balancer is under way, and waits for its end. */
async function change(
  clb: CallProduct,
  action: string,
  input: Readonly<Record<string, unknown>>,
  pause: Pause,
): Promise<void> {
  let waited = 0;
  async function again(): Promise<void> {
    await pause(POLL_MS);
    waited += POLL_MS;
    if (waited >= CHANGE_PATIENCE_MS) {
      throw new Error(`The load balancer has not done ${action} after ${waited / 60_000} minutes.`);
    }
  }
  async function ask(): Promise<unknown> {
    try {
      return (await clb(action, input))['RequestId'];
    } catch (error) {
      if (errorCode(error) !== BUSY) throw error;
      await again();
      return ask();
    }
  }
  const TaskId = await ask();
  for (;;) {
    const { Status } = await clb('DescribeTaskStatus', { TaskId });
    if (Status === FAILED) throw new Error(`The load balancer could not do ${action}.`);
    if (Status !== UNDER_WAY) return;
    await again();
  }
}
