import { APP_ID } from '../../account';
import { aclXml, bucketAcl } from './acl';
import { Bucket } from './bucket';
import { CONFIGURATIONS, type Configuration } from './configurations';
import { CosError } from './cos-error';
import { xmlResponse } from './cos-request';
import { requireBucket, type Operation, type OperationContext } from './operation';

/** 436/14518: a name of letters, digits and hyphens with the AppId behind it. */
const BUCKET_NAME = new RegExp(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?-${APP_ID}$`);
/** 436/14518: the whole host of a bucket. */
const BUCKET_HOST_MAX_LENGTH = 60;

/** Operations on a bucket itself, by method and sub-resource. Lists stand in list-operations. */
export function bucketOperations(cosHost: string): Record<string, Operation> {
  const operations: Record<string, Operation> = {
    'PUT ': {
      action: 'PutBucket',
      run({ request, buckets }) {
        checkBucketName(request.bucket, cosHost);
        if (buckets.has(request.bucket)) {
          throw new CosError('BucketAlreadyOwnedByYou', 'The bucket exists and is yours.');
        }
        const bucket = new Bucket(request.bucket, bucketAcl(request.headers));
        buckets.set(bucket.name, bucket);
        return { status: 200, headers: { Location: `/${bucket.name}` } };
      },
    },
    'HEAD ': {
      action: 'HeadBucket',
      run(context) {
        requireBucket(context);
        return { status: 200 };
      },
    },
    'DELETE ': {
      action: 'DeleteBucket',
      run(context) {
        const bucket = requireBucket(context);
        if (!bucket.isEmpty) {
          throw new CosError('BucketNotEmpty', 'The bucket you tried to delete is not empty.');
        }
        context.buckets.delete(bucket.name);
        return { status: 204 };
      },
    },
    'GET acl': {
      action: 'GetBucketACL',
      run: (context) => xmlResponse(aclXml(requireBucket(context).acl, context.uin)),
    },
    'PUT acl': {
      action: 'PutBucketACL',
      run(context) {
        requireBucket(context).acl = bucketAcl(context.request.headers);
        return { status: 200 };
      },
    },
  };
  for (const [name, configuration] of Object.entries(CONFIGURATIONS)) {
    Object.assign(operations, configurationOperations(name, configuration));
  }
  return operations;
}

function configurationOperations(
  name: string,
  { actionName, whenUnset, writable, contentType }: Configuration,
): Record<string, Operation> {
  const get: Operation = {
    action: `GetBucket${actionName}`,
    run(context) {
      const body = requireBucket(context).configurations.get(name);
      if (body !== undefined) return xmlResponse(body, { 'Content-Type': contentType });
      if (typeof whenUnset !== 'string') return xmlResponse(whenUnset.xml);
      throw new CosError(whenUnset, `The bucket has no ${name}.`);
    },
  };
  if (!writable) return { [`GET ${name}`]: get };
  return {
    [`GET ${name}`]: get,
    [`PUT ${name}`]: {
      action: `PutBucket${actionName}`,
      run(context: OperationContext) {
        requireBucket(context).configurations.set(name, context.request.body.toString());
        return { status: name === 'tagging' ? 204 : 200 };
      },
    },
    [`DELETE ${name}`]: {
      action: `DeleteBucket${actionName}`,
      run(context: OperationContext) {
        requireBucket(context).configurations.delete(name);
        return { status: 204 };
      },
    },
  };
}

function checkBucketName(name: string, cosHost: string): void {
  if (!BUCKET_NAME.test(name)) {
    throw new CosError(
      'InvalidBucketName',
      `A bucket name has lower-case letters, digits and hyphens and ends with -${APP_ID}.`,
    );
  }
  const { length } = `${name}.${cosHost}`;
  if (length > BUCKET_HOST_MAX_LENGTH) {
    const message = `The bucket's host has ${length} characters; COS takes 60.`;
    throw new CosError('InvalidBucketName', message);
  }
}
