import * as v from 'valibot';

/** Inputs of the tag product, version 2018-08-13. */
export const DescribeResourceTagsByResourceIds = v.strictObject({
  ServiceType: v.string(),
  ResourcePrefix: v.string(),
  ResourceIds: v.array(v.string()),
  ResourceRegion: v.string(),
  Offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 15),
});

export const ModifyResourceTags = v.strictObject({
  Resource: v.string(),
  ReplaceTags: v.optional(
    v.array(v.strictObject({ TagKey: v.pipe(v.string(), v.minLength(1)), TagValue: v.string() })),
    [],
  ),
  DeleteTags: v.optional(v.array(v.strictObject({ TagKey: v.string() })), []),
});
