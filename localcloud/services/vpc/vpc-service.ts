import type { Clock } from '../../../gateway/engine/clock';
import type { ApiService } from '../action';
import type { InstanceStore } from '../cvm/instance-store';
import type { TagStore } from '../tag/tag-store';
import { addressActions, type AddressPort } from './address-actions';
import { AddressStore } from './address-store';
import { networkActions } from './network-actions';
import { NetworkStore } from './network-store';
import type { ListOccupants } from './occupant';
import { securityGroupActions } from './security-group-actions';
import { SecurityGroupStore } from './security-group-store';
import type { VpcSnapshot } from './snapshot';

export interface VpcOptions {
  readonly clock: Clock;
  readonly tags: TagStore;
  readonly instances: InstanceStore;
  readonly occupants: ListOccupants;
  readonly port: AddressPort;
  /** What an earlier cloud has left. */
  readonly restored?: VpcSnapshot | undefined;
}

/** VPC, version 2017-03-12, and what CVM asks of it. */
export interface VpcProduct {
  readonly service: ApiService;
  readonly networks: NetworkStore;
  readonly groups: SecurityGroupStore;
  readonly addresses: AddressStore;
  snapshot(): VpcSnapshot;
  /** Opens the addresses that were bound when an earlier cloud ended. */
  restore(): Promise<void>;
}

/** VPC with what an earlier cloud has left; addresses are bound again by `restore`. */
export function createVpc(options: VpcOptions): VpcProduct {
  const { clock, tags, instances, occupants, port, restored } = options;
  const networks = new NetworkStore(clock, restored);
  const groups = new SecurityGroupStore(clock, restored?.groups);
  const addresses = new AddressStore(clock, restored?.addresses);
  const actions = addressActions(addresses, groups, instances, port, tags);
  return {
    service: {
      product: 'vpc',
      version: '2017-03-12',
      regional: true,
      actions: {
        ...networkActions(networks, occupants, tags),
        ...securityGroupActions(groups, occupants, tags),
        ...actions,
      },
    },
    networks,
    groups,
    addresses,
    snapshot: () => ({
      ...networks.snapshot(),
      groups: groups.list(),
      addresses: addresses.list(),
    }),
    async restore() {
      for (const { addressId, instanceId } of addresses.list()) {
        if (instanceId === null) continue;
        addresses.change(addressId, { instanceId: null });
        await actions['AssociateAddress']?.({ AddressId: addressId, InstanceId: instanceId });
      }
    },
  };
}
