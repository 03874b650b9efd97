import * as v from 'valibot';

const BucketAcl = v.picklist(['private', 'public-read', 'public-read-write']);

const BucketSnapshot = v.strictObject({
  name: v.string(),
  acl: BucketAcl,
  configurations: v.array(v.tuple([v.string(), v.string()])),
  objects: v.array(
    v.strictObject({
      key: v.string(),
      body: v.instance(Buffer),
      etag: v.string(),
      lastModified: v.number(),
      headers: v.record(v.string(), v.string()),
      acl: v.union([BucketAcl, v.literal('default')]),
      tagging: v.optional(v.string()),
    }),
  ),
});

/** What COS keeps over a restart. Times in milliseconds. */
export const CosSnapshot = v.array(BucketSnapshot);
export type BucketSnapshot = v.InferOutput<typeof BucketSnapshot>;
export type CosSnapshot = v.InferOutput<typeof CosSnapshot>;
