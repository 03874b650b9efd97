import type * as v from 'valibot';
import type { Clock } from '../../../gateway/engine/clock';
import { MachineError } from '../../machines/machine';
import type { MachineRuntime } from '../../machines/machine-runtime';
import { defineAction, type Action } from '../action';
import { filtered } from '../filters';
import { pageOf } from '../paging';
import { randomText } from '../random-text';
import type { TaggedResource, TagStore } from '../tag/tag-store';
import { isWithin } from '../vpc/ipv4';
import { freeAddress, isTaken, type ListOccupants } from '../vpc/occupant';
import type { VpcProduct } from '../vpc/vpc-service';
import { IMAGE, MACHINE_TYPES, zonesOf } from './catalogue';
import { CvmError } from './cvm-error';
import { instanceInfo } from './instance-info';
import type { CvmInstance, InstanceStore } from './instance-store';
import * as schema from './schema';

export interface InstanceActionsOptions {
  readonly clock: Clock;
  readonly tags: TagStore;
  readonly region: string;
  readonly instances: InstanceStore;
  readonly runtime: MachineRuntime;
  readonly vpc: Pick<VpcProduct, 'networks' | 'groups' | 'addresses'>;
  readonly occupants: ListOccupants;
  /** Whether a role exists that CVM may assume. */
  readonly mayAssume: (roleName: string) => boolean;
  /** Takes a machine's public address from it. */
  readonly unbind: (addressId: string) => void;
  /** Hears of each machine that is deleted. */
  readonly onDeleted: (instanceId: string) => void;
}

/** The actions of CVM that make machines, show them and end them. */
export function instanceActions(options: InstanceActionsOptions): Record<string, Action> {
  const { instances, vpc, clock, tags } = options;
  const info = (instance: CvmInstance) =>
    instanceInfo(
      instance,
      vpc.addresses.ofInstance(instance.instanceId),
      tags.listOf(taggedInstance(instance.instanceId)),
    );

  return {
    RunInstances: defineAction(schema.RunInstances, async (input) => {
      check(options, input);
      const instance = newInstance(options, input);
      instances.add(instance);
      try {
        await startInstance(options, instance);
      } catch (error) {
        instances.delete(instance.instanceId);
        throw error;
      }
      for (const { Tags } of input.TagSpecification) {
        tags.setAll(taggedInstance(instance.instanceId), Tags);
      }
      return { InstanceIdSet: [instance.instanceId] };
    }),
    DescribeInstances: defineAction(schema.DescribeInstances, (input) => {
      const { InstanceIds: ids, Filters } = input;
      const found = filtered(instances.list(), Filters, (instance) => ({
        'instance-id': instance.instanceId,
        'instance-name': instance.name,
        'private-ip-address': instance.privateIp,
        'subnet-id': instance.subnetId,
        'vpc-id': instance.vpcId,
        zone: instance.zone,
      })).filter(({ instanceId }) => ids?.includes(instanceId) ?? true);
      return { TotalCount: found.length, InstanceSet: pageOf(found, input).map(info) };
    }),
    DescribeInstancesAttributes: defineAction(
      schema.DescribeInstancesAttributes,
      ({ InstanceIds }) => ({
        InstanceSet: InstanceIds.map((InstanceId) => ({
          InstanceId,
          Attributes: { UserData: instances.require(InstanceId).userData },
        })),
      }),
    ),
    ModifyInstancesAttribute: defineAction(
      schema.ModifyInstancesAttribute,
      ({ InstanceIds, InstanceName, SecurityGroups }) => {
        for (const groupId of SecurityGroups ?? []) vpc.groups.require(groupId);
        for (const instance of InstanceIds.map((id) => instances.require(id))) {
          instance.name = InstanceName ?? instance.name;
          instance.securityGroupIds = SecurityGroups ?? instance.securityGroupIds;
        }
        return {};
      },
    ),
    ResetInstancesType: defineAction(
      schema.ResetInstancesType,
      async ({ InstanceIds, InstanceType }) => {
        checkType(InstanceType);
        for (const instance of InstanceIds.map((id) => instances.require(id))) {
          await endForChange(instance, 'stop');
          instance.type = InstanceType;
          await startAgain(instance);
        }
        return {};
      },
    ),
    ResetInstance: defineAction(schema.ResetInstance, async ({ InstanceId, ImageId }) => {
      const instance = instances.require(InstanceId);
      checkImage(ImageId ?? instance.imageId);
      // With an empty disk, and the same user data as before.
      await endForChange(instance, 'kill');
      await startAgain(instance);
      return {};
    }),
    StopInstances: defineAction(schema.StopInstances, ({ InstanceIds, StopType }) => {
      for (const instance of InstanceIds.map((id) => instances.require(id))) {
        if (instance.isStopped) {
          const message = `The instance ${instance.instanceId} is stopped.`;
          throw new CvmError('UnsupportedOperation.InstanceStateStopped', message);
        }
        const { running } = instance;
        instance.running = undefined;
        const ended = StopType === 'HARD' ? running?.kill() : running?.stop();
        const markStopped = () => {
          instance.isStopped = true;
        };
        void Promise.resolve(ended).then(markStopped, markStopped);
      }
      return {};
    }),
    StartInstances: defineAction(schema.StartInstances, async ({ InstanceIds }) => {
      for (const instance of InstanceIds.map((id) => instances.require(id))) {
        if (instance.isStopped) await startInstance(options, instance);
      }
      return {};
    }),
    TerminateInstances: defineAction(schema.TerminateInstances, async ({ InstanceIds }) => {
      for (const instance of InstanceIds.map((id) => instances.require(id))) {
        const address = vpc.addresses.ofInstance(instance.instanceId);
        if (address) {
          vpc.addresses.change(address.addressId, { instanceId: null });
          options.unbind(address.addressId);
        }
        instances.delete(instance.instanceId);
        options.onDeleted(instance.instanceId);
        tags.clear(taggedInstance(instance.instanceId));
        tags.clear({ service: 'cvm', prefix: 'volume', id: instance.disk.diskId });
        await instance.running?.kill();
      }
      return {};
    }),
  };

  /** A machine runs after a change, whether or not it ran before; unless it was deleted meanwhile. */
  async function startAgain(instance: CvmInstance): Promise<void> {
    if (instances.find(instance.instanceId)) await startInstance(options, instance);
  }

  function newInstance(
    { vpc: { networks }, occupants }: InstanceActionsOptions,
    input: RunInstancesInput,
  ): CvmInstance {
    const { VpcId, SubnetId, PrivateIpAddresses } = input.VirtualPrivateCloud;
    const subnet = networks.requireSubnet(SubnetId);
    return {
      instanceId: `ins-${randomText()}`,
      name: input.InstanceName,
      type: input.InstanceType,
      imageId: input.ImageId,
      zone: input.Placement.Zone,
      vpcId: VpcId,
      subnetId: SubnetId,
      privateIp: PrivateIpAddresses?.[0] ?? freeAddress(occupants(), subnet),
      securityGroupIds: input.SecurityGroupIds,
      role: input.CamRoleName,
      userData: input.UserData,
      disk: {
        diskId: `disk-${randomText()}`,
        type: input.SystemDisk.DiskType,
        size: input.SystemDisk.DiskSize,
      },
      isStopped: true,
      createdTime: clock.now(),
    };
  }
}

/** As the tag product knows it. */
function taggedInstance(id: string): TaggedResource {
  return { service: 'cvm', prefix: 'instance', id };
}

type RunInstancesInput = v.InferOutput<typeof schema.RunInstances>;

/** Starts what a machine stands for. Throws a CvmError where that cannot be done here. */
export async function startInstance(
  { runtime }: Pick<InstanceActionsOptions, 'runtime'>,
  instance: CvmInstance,
): Promise<void> {
  const { instanceId, privateIp: address, role, userData } = instance;
  try {
    instance.running = await runtime.start({ instanceId, address, role, userData });
    instance.isStopped = false;
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    throw new CvmError('InvalidUserData', error.message, { cause: error });
  }
}

/** Resolves once the machine has ended. Throws where it is being stopped already. */
async function endForChange(instance: CvmInstance, how: 'stop' | 'kill'): Promise<void> {
  const { running, instanceId } = instance;
  if (!running && !instance.isStopped) {
    const message = `The instance ${instanceId} is being stopped.`;
    throw new CvmError('OperationDenied.InstanceOperationInProgress', message);
  }
  instance.running = undefined;
  await running?.[how]();
  instance.isStopped = true;
}

function checkType(type: string): void {
  if (Object.hasOwn(MACHINE_TYPES, type)) return;
  const message = `There are: ${Object.keys(MACHINE_TYPES).join(', ')}.`;
  throw new CvmError('InvalidInstanceType.ValueNotSupported', message);
}

function checkImage(imageId: string): void {
  if (imageId === IMAGE.ImageId) return;
  throw new CvmError('InvalidImageId.NotFound', `There is only ${IMAGE.ImageId}.`);
}

function check(options: InstanceActionsOptions, input: RunInstancesInput): void {
  const { occupants, vpc, region, mayAssume } = options;
  const { VpcId, SubnetId, PrivateIpAddresses } = input.VirtualPrivateCloud;
  const subnet = vpc.networks.requireSubnet(SubnetId);
  checkType(input.InstanceType);
  checkImage(input.ImageId);
  if (!zonesOf(region).includes(input.Placement.Zone)) {
    throw new CvmError('InvalidZone.MismatchRegion', `There are: ${zonesOf(region).join(', ')}.`);
  }
  if (subnet.vpcId !== VpcId || subnet.zone !== input.Placement.Zone) {
    const message = 'The subnet is in another VPC or in another zone.';
    throw new CvmError('InvalidParameterValue', message);
  }
  for (const address of PrivateIpAddresses ?? []) {
    if (isTaken(occupants(), SubnetId, address) || !isWithin(address, subnet.cidr)) {
      const message = `The address ${address} is taken, or not one of ${subnet.cidr}.`;
      throw new CvmError('InvalidParameterValue', message);
    }
  }
  for (const groupId of input.SecurityGroupIds) vpc.groups.require(groupId);
  if (input.CamRoleName !== '' && !mayAssume(input.CamRoleName)) {
    const message = `There is no role ${input.CamRoleName} that cvm.qcloud.com may assume.`;
    throw new CvmError('InvalidParameterValue', message);
  }
}
