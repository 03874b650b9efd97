import * as v from 'valibot';

/** What CLB keeps over a restart. Times in milliseconds, but for those of a health check. */

/** In CLB's own words; times in seconds. */
const HealthCheck = v.strictObject({
  HealthSwitch: v.number(),
  TimeOut: v.number(),
  IntervalTime: v.number(),
  HealthNum: v.number(),
  UnHealthNum: v.number(),
  CheckType: v.string(),
  CheckPort: v.number(),
  HttpCode: v.number(),
  HttpCheckPath: v.string(),
  HttpCheckDomain: v.string(),
  HttpCheckMethod: v.string(),
  HttpVersion: v.string(),
  SourceIpType: v.number(),
});

const Listener = v.strictObject({
  listenerId: v.string(),
  name: v.string(),
  port: v.number(),
  scheduler: v.string(),
  healthCheck: HealthCheck,
  targets: v.array(
    v.strictObject({
      instanceId: v.string(),
      port: v.number(),
      weight: v.number(),
      registeredTime: v.number(),
    }),
  ),
});

export const ClbSnapshot = v.array(
  v.strictObject({
    loadBalancerId: v.string(),
    name: v.string(),
    type: v.picklist(['OPEN', 'INTERNAL']),
    vpcId: v.string(),
    subnetId: v.string(),
    vip: v.string(),
    chargeType: v.nullable(v.string()),
    bandwidth: v.nullable(v.number()),
    passesToTarget: v.boolean(),
    createdTime: v.number(),
    listeners: v.array(Listener),
  }),
);

export type ClbSnapshot = v.InferOutput<typeof ClbSnapshot>;
export type LoadBalancer = ClbSnapshot[number];
export type Listener = v.InferOutput<typeof Listener>;
export type ListenerTarget = Listener['targets'][number];
export type ListenerHealthCheck = v.InferOutput<typeof HealthCheck>;
