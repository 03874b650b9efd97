import * as v from 'valibot';
import { OffsetAndLimit } from '../paging';

/** Inputs of TencentDB for Redis, version 2018-04-12, as far as they have an effect or are only echoed. */

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** 239/20026: 8 to 64 of these characters, of two kinds at least, and no `/` first. */
const Password = v.pipe(
  v.string(),
  v.regex(/^[\w()`~!@#$%^&*\-+=|{}[\]:;<>,.?/]{8,64}$/),
  v.regex(/^[^/]/),
  v.check(
    (text) => [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(text)).length >= 2,
  ),
);

export const DescribeProductInfo = v.strictObject({});
export const CreateInstances = v.strictObject({
  ZoneId: v.number(),
  TypeId: v.number(),
  MemSize: v.pipe(v.number(), v.multipleOf(1024), v.minValue(1024)),
  GoodsNum: v.literal(1),
  Period: v.literal(1),
  BillingMode: v.literal(0),
  VpcId: v.string(),
  SubnetId: v.string(),
  ProjectId: v.optional(v.number()),
  VPort: v.optional(v.pipe(v.number(), v.minValue(1024), v.maxValue(65535)), 6379),
  RedisShardNum: v.optional(v.literal(1)),
  RedisReplicasNum: v.optional(v.pipe(count, v.maxValue(5)), 1),
  InstanceName: v.optional(v.pipe(v.string(), v.maxLength(60)), ''),
  Password,
  SecurityGroupIdList: v.optional(v.array(v.string()), []),
});
export const DescribeInstances = v.strictObject({
  InstanceId: v.optional(v.string()),
  UniqVpcIds: v.optional(v.array(v.string())),
  UniqSubnetIds: v.optional(v.array(v.string())),
  ...OffsetAndLimit,
});
export const DescribeInstanceSecurityGroup = v.strictObject({
  InstanceIds: v.pipe(v.array(v.string()), v.minLength(1)),
});
export const OfInstance = v.strictObject({ InstanceId: v.string() });
export const ResetPassword = v.strictObject({
  InstanceId: v.string(),
  Password,
  NoAuth: v.optional(v.literal(false)),
});
export const DescribeTaskInfo = v.strictObject({ TaskId: v.number() });
