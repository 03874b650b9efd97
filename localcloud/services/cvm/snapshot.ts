import * as v from 'valibot';

/** What CVM keeps over a restart. Times in milliseconds. */
export const CvmSnapshot = v.array(
  v.strictObject({
    instanceId: v.string(),
    name: v.string(),
    type: v.string(),
    imageId: v.string(),
    zone: v.string(),
    vpcId: v.string(),
    subnetId: v.string(),
    privateIp: v.string(),
    securityGroupIds: v.array(v.string()),
    role: v.string(),
    userData: v.string(),
    disk: v.strictObject({ diskId: v.string(), type: v.string(), size: v.number() }),
    isStopped: v.boolean(),
    createdTime: v.number(),
  }),
);
export type CvmSnapshot = v.InferOutput<typeof CvmSnapshot>;
