import type * as v from 'valibot';
import type { Clock } from '../../../gateway/engine/clock';
import { MachineError } from '../../machines/machine';
import type { RedisDefinition } from '../../machines/redis-process';
import { defineAction, type Action, type ApiService } from '../action';
import { zonesOf } from '../cvm/catalogue';
import { pageOf } from '../paging';
import { randomText } from '../random-text';
import { zoneIdOf } from '../region/region-service';
import type { TaggedResource, TagStore } from '../tag/tag-store';
import { freeAddress, type ListOccupants } from '../vpc/occupant';
import type { VpcProduct } from '../vpc/vpc-service';
import { instanceInfo, PRODUCTS } from './instance-info';
import { RedisError } from './redis-error';
import * as schema from './schema';
import type { RedisInstance, RedisStore } from './redis-store';
import type { RedisSnapshot } from './snapshot';

export interface RedisOptions {
  readonly clock: Clock;
  readonly tags: TagStore;
  readonly region: string;
  readonly instances: RedisStore;
  readonly vpc: Pick<VpcProduct, 'networks' | 'groups'>;
  readonly occupants: ListOccupants;
  /** Starts a server. Rejects with a MachineError where that cannot be done here. */
  readonly start: (definition: RedisDefinition) => Promise<{ stop(): Promise<void> }>;
}

/** TencentDB for Redis, version 2018-04-12: each instance is a Redis server of its own. */
export interface RedisProduct {
  readonly service: ApiService;
  snapshot(): RedisSnapshot;
  /** Starts the servers that ran when an earlier cloud ended; there is nothing in them. */
  restore(): Promise<void>;
  /** Ends every server. */
  close(): Promise<void>;
}

/** Everything here is done at once, so that there is one task, and it has succeeded. */
const TASK = { TaskId: 1 };

/** TencentDB for Redis on the instances that there are; their programs are started by `restore`. */
export function createRedis(options: RedisOptions): RedisProduct {
  const { instances } = options;
  return {
    service: {
      product: 'redis',
      version: '2018-04-12',
      regional: true,
      actions: redisActions(options),
    },
    snapshot: () => instances.snapshot(),
    async restore() {
      for (const instance of instances.list()) {
        if (!instance.isIsolated) await startServer(options, instance);
      }
    },
    async close() {
      const servers = instances.list().flatMap(({ server }) => (server ? [server] : []));
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

function redisActions(options: RedisOptions): Record<string, Action> {
  const { instances, region, tags } = options;
  return {
    DescribeProductInfo: defineAction(schema.DescribeProductInfo, () => ({
      RegionSet: [
        {
          RegionId: region,
          RegionName: region,
          RegionShortName: '',
          Area: '',
          ZoneSet: zonesOf(region).map((zone) => ({
            ZoneId: zone,
            ZoneName: zone,
            IsSaleout: false,
            IsDefault: false,
            NetWorkType: ['vpcnet'],
            ProductSet: PRODUCTS,
            OldZoneId: zoneIdOf(zone),
          })),
        },
      ],
    })),
    CreateInstances: defineAction(schema.CreateInstances, async (input) => {
      const instance = newInstance(options, input);
      instances.add(instance);
      try {
        await startServer(options, instance);
      } catch (error) {
        instances.delete(instance.instanceId);
        throw error;
      }
      return { DealId: '1', InstanceIds: [instance.instanceId] };
    }),
    DescribeInstances: defineAction(schema.DescribeInstances, (input) => {
      const found = instances
        .list()
        .filter(
          ({ instanceId, vpcId, subnetId }) =>
            instanceId === (input.InstanceId ?? instanceId) &&
            (input.UniqVpcIds?.includes(vpcId) ?? true) &&
            (input.UniqSubnetIds?.includes(subnetId) ?? true),
        );
      return {
        TotalCount: found.length,
        InstanceSet: pageOf(found, input).map((instance) =>
          instanceInfo(instance, tags.infosOf(tagged(instance.instanceId))),
        ),
      };
    }),
    DescribeInstanceSecurityGroup: defineAction(
      schema.DescribeInstanceSecurityGroup,
      ({ InstanceIds }) => ({
        InstanceSecurityGroupsDetail: InstanceIds.map((InstanceId) => ({
          InstanceId,
          SecurityGroupDetails: instances
            .require(InstanceId)
            .securityGroupIds.map((SecurityGroupId) => ({ SecurityGroupId })),
        })),
      }),
    ),
    ResetPassword: defineAction(schema.ResetPassword, async ({ InstanceId, Password }) => {
      const instance = instances.require(InstanceId);
      await instance.server?.stop();
      instance.password = Password;
      await startServer(options, instance);
      return TASK;
    }),
    DestroyPostpaidInstance: defineAction(schema.OfInstance, async ({ InstanceId }) => {
      const instance = instances.require(InstanceId);
      instance.isIsolated = true;
      await instance.server?.stop();
      return TASK;
    }),
    CleanUpInstance: defineAction(schema.OfInstance, ({ InstanceId }) => {
      if (!instances.require(InstanceId).isIsolated) {
        const message = `The instance ${InstanceId} is not in the recycle bin.`;
        throw new RedisError('UnsupportedOperation.InstanceStatusAbnormal', message);
      }
      instances.delete(InstanceId);
      tags.clear(tagged(InstanceId));
      return TASK;
    }),
    DescribeTaskInfo: defineAction(schema.DescribeTaskInfo, () => ({
      Status: 'succeed',
      StartTime: '',
      TaskType: '',
      InstanceName: '',
      InstanceId: '',
      ProjectId: 0,
      EndTime: '',
      TaskMessage: '',
    })),
  };
}

/** As the tag product knows it. */
function tagged(id: string): TaggedResource {
  return { service: 'redis', prefix: 'instance', id };
}

function newInstance(
  { clock, region, vpc, occupants }: RedisOptions,
  input: v.InferOutput<typeof schema.CreateInstances>,
): RedisInstance {
  const subnet = vpc.networks.requireSubnet(input.SubnetId);
  if (subnet.vpcId !== input.VpcId) {
    throw new RedisError('InvalidParameterValue', 'The subnet is in another VPC.');
  }
  if (!zonesOf(region).some((zone) => zoneIdOf(zone) === input.ZoneId)) {
    throw new RedisError('InvalidParameterValue', `There is no zone ${input.ZoneId}.`);
  }
  if (!PRODUCTS.some(({ Type }) => Type === input.TypeId)) {
    const message = `There are only the types ${PRODUCTS.map(({ Type }) => Type).join(', ')}.`;
    throw new RedisError('InvalidParameterValue', message);
  }
  for (const groupId of input.SecurityGroupIdList) vpc.groups.require(groupId);
  return {
    instanceId: `crs-${randomText()}`,
    name: input.InstanceName,
    typeId: input.TypeId,
    memoryMb: input.MemSize,
    replicas: input.RedisReplicasNum,
    zoneId: input.ZoneId,
    vpcId: input.VpcId,
    subnetId: input.SubnetId,
    ip: freeAddress(occupants(), subnet),
    port: input.VPort,
    password: input.Password,
    securityGroupIds: input.SecurityGroupIdList,
    isIsolated: false,
    createdTime: clock.now(),
  };
}

/** Throws a RedisError where that cannot be done here. */
async function startServer({ start }: RedisOptions, instance: RedisInstance): Promise<void> {
  const { ip: address, port, password, memoryMb } = instance;
  try {
    instance.server = await start({ address, port, password, memoryMb });
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    throw new RedisError('FailedOperation.SystemError', error.message, { cause: error });
  }
}
