import { text, type Inputs, type ResourceType } from './resource';
import { tagsOf } from './tags';

const PRIVATE = { 'x-amz-acl': 'private' };
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/**
 * tencentcloud_cos_bucket: PUT of the bucket, then of its tags, then of its ACL, which the provider
 * always sends.
 */
export const cosBucket: ResourceType = {
  async create(inputs, cloud) {
    const bucket = text(inputs, 'bucket');
    await cloud.cos(bucket, 'PUT', '/', {
      headers: PRIVATE,
      body: createBucketBody(cloud.region),
    });
    if (tagsOf(inputs).length > 0) {
      await cloud.cos(bucket, 'DELETE', '/?tagging=');
      await cloud.cos(bucket, 'PUT', '/?tagging=', { body: taggingBody(inputs) });
    }
    await cloud.cos(bucket, 'PUT', '/?acl=', { headers: PRIVATE });
    return { id: bucket, outputs: {} };
  },
};

/** The body the provider sends to create a bucket. */
export function createBucketBody(region: string): string {
  return (
    `<CreateBucketConfiguration ${NAMESPACE}>` +
    `<LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`
  );
}

/** The body the provider sends to tag a bucket. Tags of ours need no escaping. */
export function taggingBody(inputs: Inputs): string {
  const tags = tagsOf(inputs).map(
    ([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`,
  );
  return `<Tagging ${NAMESPACE}><TagSet>${tags.join('')}</TagSet></Tagging>`;
}
