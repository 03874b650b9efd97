import * as v from 'valibot';

/** What SCF keeps over a restart. Times in milliseconds. */
export const ScfSnapshot = v.array(
  v.strictObject({
    functionId: v.string(),
    functionName: v.string(),
    namespace: v.string(),
    addTime: v.number(),
    modTime: v.number(),
    settings: v.strictObject({
      Description: v.string(),
      Runtime: v.string(),
      Handler: v.string(),
      MemorySize: v.number(),
      Timeout: v.number(),
      InitTimeout: v.number(),
      Role: v.string(),
      Variables: v.array(v.strictObject({ Key: v.string(), Value: v.string() })),
      VpcConfig: v.strictObject({ VpcId: v.string(), SubnetId: v.string() }),
      PublicNetConfig: v.strictObject({
        PublicNetStatus: v.string(),
        EipConfig: v.strictObject({ EipStatus: v.string() }),
      }),
      L5Enable: v.string(),
      DnsCache: v.string(),
      InstallDependency: v.string(),
      ClsLogsetId: v.string(),
      ClsTopicId: v.string(),
    }),
    zip: v.instance(Buffer),
  }),
);
export type ScfSnapshot = v.InferOutput<typeof ScfSnapshot>;
