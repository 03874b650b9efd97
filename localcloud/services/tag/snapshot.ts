import * as v from 'valibot';

/** What the tag product keeps over a restart: by resource, keys with values. */
export const TagSnapshot = v.array(
  v.tuple([v.string(), v.array(v.tuple([v.string(), v.string()]))]),
);
export type TagSnapshot = v.InferOutput<typeof TagSnapshot>;
