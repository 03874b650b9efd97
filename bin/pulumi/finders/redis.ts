import { listAll, tagInfosIn, wantedTags, type Finders, type Search } from './search';

export const REDIS: Finders = {
  'tencentcloud:index/redisInstance:RedisInstance': findRedis,
};

/** Of DescribeInstances: in the recycle bin, and about to be deleted. */
const NO_LONGER_THERE = [-2, -3];

/** What is read of DescribeInstances. */
interface RedisInstance {
  readonly InstanceId: string;
  readonly InstanceName: string;
  readonly Status: number;
  readonly InstanceTags?: readonly { readonly TagKey: string; readonly TagValue: string }[] | null;
}

/**
 * The provider tags an instance only when it is online, after minutes. So one without tags is taken
 * as well, if it has the name and is in the subnet; one with the tags of somebody else is not.
 */
async function findRedis({ inputs, connect, known }: Search): Promise<string | undefined> {
  const redis = await connect('redis');
  const where = { UniqVpcIds: [inputs['vpcId']], UniqSubnetIds: [inputs['subnetId']] };
  const instances = await listAll(async (page) => {
    const { InstanceSet } = await redis('DescribeInstances', { ...where, ...page });
    return InstanceSet as readonly RedisInstance[];
  });
  const isOurs = ({ InstanceTags }: RedisInstance) => {
    const tags = tagInfosIn(InstanceTags);
    return wantedTags(inputs).every(([key, value]) => (tags[key] ?? value) === value);
  };
  return instances.find(
    (one) =>
      one.InstanceName === inputs['name'] &&
      !NO_LONGER_THERE.includes(one.Status) &&
      !known.has(one.InstanceId) &&
      isOurs(one),
  )?.InstanceId;
}
