import * as v from 'valibot';

/** What DNSPod keeps over a restart: the records of all zones. Times in milliseconds. */
export const DnspodSnapshot = v.array(
  v.strictObject({
    recordId: v.number(),
    zone: v.string(),
    subDomain: v.string(),
    type: v.string(),
    line: v.string(),
    value: v.string(),
    ttl: v.number(),
    isEnabled: v.boolean(),
    remark: v.string(),
    updatedTime: v.number(),
  }),
);
export type DnspodSnapshot = v.InferOutput<typeof DnspodSnapshot>;
export type DnsRecord = DnspodSnapshot[number];
