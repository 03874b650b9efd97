import * as v from 'valibot';

/** What TencentDB for Redis keeps over a restart; what was in it is gone. Times in milliseconds. */
export const RedisSnapshot = v.array(
  v.strictObject({
    instanceId: v.string(),
    name: v.string(),
    typeId: v.number(),
    memoryMb: v.number(),
    replicas: v.number(),
    zoneId: v.number(),
    vpcId: v.string(),
    subnetId: v.string(),
    ip: v.string(),
    port: v.number(),
    password: v.string(),
    securityGroupIds: v.array(v.string()),
    isIsolated: v.boolean(),
    createdTime: v.number(),
  }),
);
export type RedisSnapshot = v.InferOutput<typeof RedisSnapshot>;
