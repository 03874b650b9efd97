import * as v from 'valibot';
import { OffsetAndLimit } from '../paging';

/** Inputs of CLB, version 2018-03-17, as far as they have an effect or are only echoed. */

const Ids = v.pipe(v.array(v.string()), v.minLength(1));
const name = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest));
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535));
const between = (from: number, to: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));
const weight = between(0, 100);

const ChargeType = v.picklist(['TRAFFIC_POSTPAID_BY_HOUR', 'BANDWIDTH_POSTPAID_BY_HOUR']);
const Bandwidth = between(1, 2048);

export const CreateLoadBalancer = v.strictObject({
  LoadBalancerType: v.picklist(['OPEN', 'INTERNAL']),
  LoadBalancerName: name(60),
  VpcId: v.string(),
  SubnetId: v.optional(v.string()),
  ProjectId: v.optional(v.number()),
  Vip: v.optional(v.pipe(v.string(), v.ipv4())),
  InternetAccessible: v.optional(
    v.strictObject({
      InternetChargeType: v.optional(ChargeType, 'TRAFFIC_POSTPAID_BY_HOUR'),
      InternetMaxBandwidthOut: v.optional(Bandwidth, 10),
    }),
  ),
  LoadBalancerPassToTarget: v.optional(v.boolean(), false),
  Tags: v.optional(v.array(v.strictObject({ TagKey: v.string(), TagValue: v.string() })), []),
});
export const DescribeLoadBalancers = v.strictObject({
  LoadBalancerIds: v.optional(Ids),
  LoadBalancerName: v.optional(v.string()),
  VpcId: v.optional(v.string()),
  ...OffsetAndLimit,
});
export const ModifyLoadBalancerAttributes = v.strictObject({
  LoadBalancerId: v.string(),
  LoadBalancerName: v.optional(name(60)),
  InternetChargeInfo: v.optional(
    v.strictObject({
      InternetChargeType: v.optional(ChargeType),
      InternetMaxBandwidthOut: v.optional(Bandwidth),
    }),
  ),
  LoadBalancerPassToTarget: v.optional(v.boolean()),
});
export const DeleteLoadBalancer = v.strictObject({ LoadBalancerIds: Ids });
export const DescribeTaskStatus = v.strictObject({ TaskId: v.string() });

export const HealthCheck = v.strictObject({
  HealthSwitch: v.optional(v.picklist([0, 1]), 1),
  TimeOut: v.optional(between(2, 60), 2),
  IntervalTime: v.optional(between(2, 300), 5),
  HealthNum: v.optional(between(2, 10), 3),
  UnHealthNum: v.optional(between(2, 10), 3),
  CheckType: v.optional(v.picklist(['TCP', 'HTTP']), 'TCP'),
  CheckPort: v.optional(v.union([v.literal(-1), port]), -1),
  HttpCode: v.optional(between(1, 31), 31),
  HttpCheckPath: v.optional(v.string(), ''),
  HttpCheckDomain: v.optional(v.string(), ''),
  HttpCheckMethod: v.optional(v.picklist(['HEAD', 'GET']), 'HEAD'),
  HttpVersion: v.optional(v.picklist(['HTTP/1.0', 'HTTP/1.1']), 'HTTP/1.1'),
  SourceIpType: v.optional(v.picklist([0, 1]), 1),
});
const Scheduler = v.picklist(['WRR', 'LEAST_CONN']);
export const CreateListener = v.strictObject({
  LoadBalancerId: v.string(),
  Ports: v.pipe(v.array(port), v.length(1)),
  Protocol: v.literal('TCP'),
  ListenerNames: v.pipe(v.array(name(80)), v.length(1)),
  HealthCheck: v.optional(HealthCheck, {}),
  Scheduler: v.optional(Scheduler, 'WRR'),
  TargetType: v.optional(v.literal('NODE')),
});
const OfListeners = {
  LoadBalancerId: v.string(),
  ListenerIds: v.optional(v.array(v.string())),
  Protocol: v.optional(v.string()),
  Port: v.optional(v.number()),
};
export const DescribeListeners = v.strictObject(OfListeners);
export const DescribeTargets = v.strictObject(OfListeners);
const OfListener = { LoadBalancerId: v.string(), ListenerId: v.string() };
export const DeleteListener = v.strictObject(OfListener);
export const ModifyListener = v.strictObject({
  ...OfListener,
  ListenerName: v.optional(name(80)),
  Scheduler: v.optional(Scheduler),
  HealthCheck: v.optional(v.partial(HealthCheck)),
  TargetType: v.optional(v.literal('NODE')),
});

const Target = { InstanceId: v.string(), Port: port };
export const RegisterTargets = v.strictObject({
  ...OfListener,
  Targets: v.pipe(
    v.array(v.strictObject({ ...Target, Weight: v.optional(weight, 10) })),
    v.minLength(1),
    v.maxLength(20),
  ),
});
export const ModifyTargetWeight = v.strictObject({
  ...OfListener,
  Targets: v.pipe(v.array(v.strictObject({ ...Target, Weight: weight })), v.minLength(1)),
});
export const DeregisterTargets = v.strictObject({
  ...OfListener,
  Targets: v.pipe(
    v.array(v.strictObject({ ...Target, Weight: v.optional(weight) })),
    v.minLength(1),
  ),
});
export const DescribeTargetHealth = v.strictObject({
  LoadBalancerIds: Ids,
  ListenerIds: v.optional(v.array(v.string())),
});
