import { text, type ResourceType } from './resource';

/** tencentcloud_cos_bucket: PUT of the bucket, then of its ACL, which the provider always sends. */
export const cosBucket: ResourceType = {
  async create(inputs, cloud) {
    const bucket = text(inputs, 'bucket');
    await cloud.cos(bucket, 'PUT', '/', createBucketBody(cloud.region));
    await cloud.cos(bucket, 'PUT', '/?acl=');
    return { id: bucket, outputs: {} };
  },
};

/** The body the provider sends to create a bucket. */
export function createBucketBody(region: string): string {
  return (
    '<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `<LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`
  );
}
