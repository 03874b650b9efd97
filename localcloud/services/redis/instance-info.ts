import { beijingTime } from '../time-text';
import type { RedisInstance } from './redis-store';

/** What can be had: standard architecture in memory, by version. Here they differ in name only. */
export const PRODUCTS = [
  { Type: 8, Version: 'Redis-5.0' },
  { Type: 15, Version: 'Redis-6.2' },
  { Type: 17, Version: 'Redis-7.0' },
].map(({ Type, Version }) => ({
  Type,
  TypeName: 'Redis',
  MinBuyNum: 1,
  MaxBuyNum: 10,
  Saleout: false,
  Engine: 'Redis',
  Version,
  TotalSize: ['1', '2', '4', '8'],
  ShardSize: ['1', '2', '4', '8'],
  ReplicaNum: ['1', '2', '3', '4', '5'],
  ShardNum: ['1'],
  PayMode: '0',
  EnableRepicaReadOnly: true,
  EnableReplicaReadOnly: true,
}));

/** Of DescribeInstances: online, and in the recycle bin. */
const ONLINE = 2;
const ISOLATED = -2;

/** An instance as DescribeInstances shows it. */
export function instanceInfo(instance: RedisInstance, tags: readonly object[]) {
  return {
    InstanceId: instance.instanceId,
    InstanceName: instance.name,
    ProjectId: 0,
    RegionId: 1,
    ZoneId: instance.zoneId,
    UniqVpcId: instance.vpcId,
    UniqSubnetId: instance.subnetId,
    Status: instance.isIsolated ? ISOLATED : ONLINE,
    WanIp: instance.ip,
    Port: instance.port,
    Createtime: beijingTime(instance.createdTime),
    Size: instance.memoryMb,
    SizeUsed: 0,
    Type: instance.typeId,
    AutoRenewFlag: 0,
    Engine: 'Redis',
    ProductType: 'standalone',
    BillingMode: 0,
    RedisShardNum: 1,
    RedisReplicasNum: instance.replicas,
    RedisShardSize: instance.memoryMb,
    SlaveReadWeight: 0,
    NoAuth: false,
    ProductVersion: 'local',
    RedisClusterId: '',
    DedicatedClusterId: '',
    WanAddress: '',
    NodeSet: [],
    InstanceTags: tags,
  };
}
