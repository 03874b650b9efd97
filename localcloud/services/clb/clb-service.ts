import type { Clock } from '../../../gateway/engine/clock';
import type { ApiService } from '../action';
import type { InstanceStore } from '../cvm/instance-store';
import type { TagStore } from '../tag/tag-store';
import type { ListOccupants } from '../vpc/occupant';
import type { VpcProduct } from '../vpc/vpc-service';
import { balancerActions } from './balancer-actions';
import { ListenerPorts } from './listener-ports';
import type { LoadBalancerStore } from './load-balancer-store';
import type { ClbSnapshot } from './snapshot';
import { targetActions } from './target-actions';
import { Tasks } from './tasks';

export interface ClbOptions {
  readonly clock: Clock;
  readonly tags: TagStore;
  readonly balancers: LoadBalancerStore;
  readonly instances: InstanceStore;
  readonly vpc: Pick<VpcProduct, 'networks' | 'groups'>;
  readonly occupants: ListOccupants;
}

/** CLB, version 2018-03-17: each listener of TCP is a port of this machine that passes on. */
export interface Clb {
  readonly service: ApiService;
  snapshot(): ClbSnapshot;
  /** Opens the listeners that were there when an earlier cloud ended. */
  restore(): Promise<void>;
  /** Forgets a machine that is deleted, as Tencent does by itself. */
  forget(instanceId: string): void;
  close(): void;
}

/** CLB on the load balancers that there are; their listeners are opened by `restore`. */
export function createClb(options: ClbOptions): Clb {
  const { balancers } = options;
  const ports = new ListenerPorts(options);
  const tasks = new Tasks();
  return {
    service: {
      product: 'clb',
      version: '2018-03-17',
      regional: true,
      actions: {
        ...balancerActions(options, ports, tasks),
        ...targetActions(options, ports, tasks),
      },
    },
    snapshot: () => balancers.snapshot(),
    async restore() {
      for (const balancer of balancers.list()) {
        for (const listener of balancer.listeners) await ports.open(balancer, listener);
      }
    },
    forget(instanceId) {
      for (const balancer of balancers.list()) {
        for (const listener of balancer.listeners) {
          listener.targets = listener.targets.filter((target) => target.instanceId !== instanceId);
          ports.refresh(balancer, listener);
        }
      }
    },
    close: () => ports.close(),
  };
}
