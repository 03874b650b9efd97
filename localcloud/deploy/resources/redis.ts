import type { ApiAnswer, ApiInput } from '../cloud-client';
import { text, type Inputs, type ResourceType } from './resource';
import { tagResource } from './tags';

/** tencentcloud_redis_instance: the zone's number, CreateInstances, and where it is. */
export const redisInstance: ResourceType = {
  async create(inputs, cloud) {
    const { ZoneSet } = await cloud.call('region', 'DescribeZones', { Product: 'redis' });
    const zone = (ZoneSet as readonly ApiAnswer[]).find(
      ({ Zone }) => Zone === inputs['availabilityZone'],
    );
    const created = await cloud.call(
      'redis',
      'CreateInstances',
      createInstancesInput(inputs, Number(zone?.['ZoneId'])),
    );
    const [InstanceId = ''] = created['InstanceIds'] as readonly string[];
    await tagResource(inputs, `qcs::redis:${cloud.region}:uin/:instance/${InstanceId}`, cloud);
    const { InstanceSet } = await cloud.call('redis', 'DescribeInstances', { InstanceId });
    return { id: InstanceId, outputs: { ip: (InstanceSet as readonly ApiAnswer[])[0]?.['WanIp'] } };
  },
};

/** The body of CreateInstances, as the provider sends it. */
export function createInstancesInput(inputs: Inputs, ZoneId: number): ApiInput {
  return {
    TypeId: inputs['typeId'],
    MemSize: inputs['memSize'],
    GoodsNum: 1,
    Period: 1,
    BillingMode: 0,
    ZoneId,
    Password: text(inputs, 'password'),
    VpcId: text(inputs, 'vpcId'),
    SubnetId: text(inputs, 'subnetId'),
    ProjectId: 0,
    SecurityGroupIdList: inputs['securityGroups'],
    VPort: inputs['port'],
    RedisShardNum: 1,
    RedisReplicasNum: inputs['redisReplicasNum'],
    InstanceName: text(inputs, 'name'),
  };
}
