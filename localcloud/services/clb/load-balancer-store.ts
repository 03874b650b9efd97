import type { Occupant } from '../vpc/occupant';
import { ClbError } from './clb-error';
import type { ClbSnapshot, Listener, ListenerTarget, LoadBalancer } from './snapshot';

/** The load balancers of the account with their listeners. Pure state. */
export class LoadBalancerStore {
  private readonly loadBalancers: Map<string, LoadBalancer>;

  constructor(restored: ClbSnapshot = []) {
    this.loadBalancers = new Map(
      structuredClone(restored).map((balancer) => [balancer.loadBalancerId, balancer]),
    );
  }

  snapshot(): ClbSnapshot {
    return structuredClone(this.list());
  }

  list(): LoadBalancer[] {
    return [...this.loadBalancers.values()];
  }

  require(loadBalancerId: string): LoadBalancer {
    const balancer = this.loadBalancers.get(loadBalancerId);
    if (balancer) return balancer;
    const message = `The load balancer ${loadBalancerId} does not exist.`;
    throw new ClbError('InvalidParameter.LBIdNotFound', message);
  }

  requireListener(loadBalancerId: string, listenerId: string): Listener {
    const { listeners } = this.require(loadBalancerId);
    const listener = listeners.find((one) => one.listenerId === listenerId);
    if (listener) return listener;
    const message = `The listener ${listenerId} does not exist.`;
    throw new ClbError('InvalidParameter.ListenerIdNotFound', message);
  }

  add(balancer: LoadBalancer): void {
    this.loadBalancers.set(balancer.loadBalancerId, balancer);
  }

  delete(loadBalancerId: string): void {
    this.loadBalancers.delete(loadBalancerId);
  }

  deleteListener(loadBalancerId: string, listenerId: string): void {
    const balancer = this.require(loadBalancerId);
    balancer.listeners = balancer.listeners.filter((one) => one.listenerId !== listenerId);
  }

  /** Places in subnets: those of the load balancers that are not public. */
  occupants(): Occupant[] {
    return this.list().flatMap(({ loadBalancerId, type, vpcId, subnetId, vip }) =>
      type === 'OPEN'
        ? []
        : [
            {
              vpcId,
              subnetId,
              privateIp: vip,
              kind: 'CLB' as const,
              resourceId: loadBalancerId,
              securityGroupIds: [],
            },
          ],
    );
  }
}

/** The target of a listener; undefined where it is none. */
export function findTarget(
  { targets }: Listener,
  { InstanceId, Port }: { readonly InstanceId: string; readonly Port: number },
): ListenerTarget | undefined {
  return targets.find(({ instanceId, port }) => instanceId === InstanceId && port === Port);
}
