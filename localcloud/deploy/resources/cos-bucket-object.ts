import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { taggingBody } from './cos-bucket';
import { text, type ResourceType } from './resource';

/** tencentcloud_cos_bucket_object: PUT of the file that `source` names, then of its tags. */
export function cosBucketObject(root: string): ResourceType {
  return {
    async create(inputs, cloud) {
      const bucket = text(inputs, 'bucket');
      const key = text(inputs, 'key');
      const content = await readFile(path.resolve(root, text(inputs, 'source')), 'utf8');
      const headers = { 'x-amz-acl': text(inputs, 'acl') };
      await cloud.cos(bucket, 'PUT', `/${key}`, { headers, body: content });
      await cloud.cos(bucket, 'PUT', `/${key}?tagging=`, { body: taggingBody(inputs) });
      return { id: `${bucket}${key}`, outputs: {} };
    },
  };
}
