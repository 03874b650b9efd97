import type { AddressTarget } from '../../machines/public-addresses';
import { MachineError } from '../../machines/machine';
import { defineAction, type Action } from '../action';
import type { InstanceStore } from '../cvm/instance-store';
import { filtered } from '../filters';
import { pageOf } from '../paging';
import type { TaggedResource, TagStore } from '../tag/tag-store';
import { isoTime } from '../time-text';
import type { AddressStore } from './address-store';
import * as schema from './schema';
import type { SecurityGroupStore } from './security-group-store';
import type { Address } from './snapshot';
import { VpcError } from './vpc-error';

/** What leads from a public address to a machine. */
export interface AddressPort {
  bind(addressId: string, target: AddressTarget): Promise<void>;
  unbind(addressId: string): void;
}

/** Everything here is done at once, so that there is one task, and it has succeeded. */
const TASK = { TaskId: '1' };

/** The actions of VPC about elastic public addresses. */
export function addressActions(
  addresses: AddressStore,
  groups: SecurityGroupStore,
  instances: InstanceStore,
  port: AddressPort,
  tags: TagStore,
): Record<string, Action> {
  const info = (address: Address) =>
    addressInfo(address, tags.listOf(taggedAddress(address.addressId)));

  return {
    AllocateAddresses: defineAction(schema.AllocateAddresses, (input) => {
      const address = addresses.allocate({
        name: input.AddressName,
        bandwidth: input.InternetMaxBandwidthOut,
        chargeType: input.InternetChargeType,
      });
      tags.setAll(taggedAddress(address.addressId), input.Tags);
      return { AddressSet: [address.addressId], ...TASK };
    }),
    DescribeAddresses: defineAction(
      schema.DescribeAddresses,
      ({ AddressIds: ids, Filters, ...page }) => {
        const found = filtered(addresses.list(), Filters, ({ addressId, ip, name }) => ({
          'address-id': addressId,
          'address-ip': ip,
          'address-name': name,
        })).filter(({ addressId }) => ids?.includes(addressId) ?? true);
        return { TotalCount: found.length, AddressSet: pageOf(found, page).map(info) };
      },
    ),
    ModifyAddressAttribute: defineAction(
      schema.ModifyAddressAttribute,
      ({ AddressId, AddressName }) => {
        addresses.change(AddressId, { name: AddressName });
        return {};
      },
    ),
    ModifyAddressesBandwidth: defineAction(schema.ModifyAddressesBandwidth, (input) => {
      for (const addressId of input.AddressIds) {
        addresses.change(addressId, { bandwidth: input.InternetMaxBandwidthOut });
      }
      return TASK;
    }),
    ModifyAddressInternetChargeType: defineAction(
      schema.ModifyAddressInternetChargeType,
      ({ AddressId, InternetChargeType: chargeType, InternetMaxBandwidthOut: bandwidth }) => {
        addresses.change(AddressId, { chargeType, bandwidth });
        return {};
      },
    ),
    AssociateAddress: defineAction(schema.AssociateAddress, async ({ AddressId, InstanceId }) => {
      const address = addresses.require(AddressId);
      instances.require(InstanceId);
      if (address.instanceId !== null) {
        const message = `The address ${AddressId} is bound already.`;
        throw new VpcError('UnsupportedOperation.AddressStatusNotPermit', message);
      }
      addresses.change(AddressId, { instanceId: InstanceId });
      await open(address, InstanceId).catch((error: unknown) => {
        addresses.change(AddressId, { instanceId: null });
        throw error;
      });
      return TASK;
    }),
    DisassociateAddress: defineAction(schema.DisassociateAddress, ({ AddressId }) => {
      addresses.change(AddressId, { instanceId: null });
      port.unbind(AddressId);
      return TASK;
    }),
    ReleaseAddresses: defineAction(schema.ReleaseAddresses, ({ AddressIds }) => {
      for (const addressId of AddressIds) {
        addresses.release(addressId);
        tags.clear(taggedAddress(addressId));
      }
      return TASK;
    }),
    DescribeTaskResult: defineAction(schema.DescribeTaskResult, ({ TaskId }) => ({
      TaskId,
      Output: '',
      Result: 'SUCCESS',
    })),
    DescribeBandwidthPackages: defineAction(schema.DescribeBandwidthPackages, () => ({
      TotalCount: 0,
      BandwidthPackageSet: [],
    })),
  };

  async function open({ addressId, ip }: Address, instanceId: string): Promise<void> {
    const instance = instances.require(instanceId);
    const target: AddressTarget = {
      publicAddress: ip,
      privateAddress: instance.privateIp,
      ports: instance.running?.ports ?? [],
      admits: (number) => groups.admit(instance.securityGroupIds, number),
    };
    try {
      await port.bind(addressId, target);
    } catch (error) {
      if (!(error instanceof MachineError)) throw error;
      throw new VpcError('ResourceInUse.Address', error.message, { cause: error });
    }
  }
}

/** As the tag product knows it. */
function taggedAddress(id: string): TaggedResource {
  return { service: 'vpc', prefix: 'eip', id };
}

function addressInfo(address: Address, TagSet: readonly object[]) {
  return {
    AddressId: address.addressId,
    AddressName: address.name,
    AddressStatus: address.instanceId === null ? 'UNBIND' : 'BIND',
    AddressIp: address.ip,
    InstanceId: address.instanceId,
    CreatedTime: isoTime(address.createdTime),
    NetworkInterfaceId: null,
    PrivateAddressIp: null,
    IsArrears: false,
    IsBlocked: false,
    IsEipDirectConnection: false,
    AddressType: 'EIP',
    CascadeRelease: false,
    EipAlgType: { Ftp: true, Sip: false },
    InternetServiceProvider: 'BGP',
    LocalBgp: false,
    Bandwidth: address.bandwidth,
    InternetChargeType: address.chargeType,
    TagSet,
    DeadlineDate: null,
    InstanceType: null,
    Egress: 'center_egress1',
    AntiDDoSPackageId: '',
    RenewFlag: null,
    BandwidthPackageId: '',
    UnVpcId: '',
  };
}
