import { createHash } from 'node:crypto';
import { aclXml, objectAcl } from './acl';
import type { StoredObject } from './bucket';
import { CosError } from './cos-error';
import { xmlResponse } from './cos-request';
import { requireBucket, type Operation, type OperationContext } from './operation';

/** 436/14518: the length of a key, in bytes. */
const KEY_MAX_BYTES = 850;

/** Headers of a PUT that come back with GET and HEAD, besides x-cos-meta-* and x-amz-meta-*. */
const STORED_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-type',
  'expires',
];

/** Headers of a PUT that would change what it does; better refused than ignored. */
const UNSUPPORTED_HEADERS = ['x-cos-copy-source', 'x-amz-copy-source'];

/** What every file got through a default domain carries since 2024 (436/57456). */
const FORCED_DOWNLOAD = { 'x-cos-force-download': 'true', 'Content-Disposition': 'attachment' };

/** Operations on an object, by method and sub-resource. */
export const OBJECT_OPERATIONS: Readonly<Record<string, Operation>> = {
  'PUT ': {
    action: 'PutObject',
    run(context) {
      const { request, now } = context;
      const bucket = requireBucket(context);
      if (Buffer.byteLength(request.key) > KEY_MAX_BYTES) {
        throw new CosError('KeyTooLong', 'A key has at most 850 bytes.');
      }
      const unsupported = UNSUPPORTED_HEADERS.find((name) => name in request.headers);
      if (unsupported) {
        throw new CosError('NotImplemented', `The local cloud does not know ${unsupported}.`);
      }
      const etag = createHash('md5').update(request.body).digest('hex');
      const object: StoredObject = {
        body: request.body,
        etag,
        lastModified: Math.floor(now / 1000) * 1000,
        headers: storedHeaders(request.headers),
        acl: objectAcl(request.headers),
        tagging: undefined,
      };
      bucket.put(request.key, object, now);
      return { status: 200, headers: { ETag: `"${etag}"` } };
    },
  },
  'GET ': {
    action: 'GetObject',
    run(context) {
      const object = requireObject(context);
      return {
        status: 200,
        headers: { ...objectHeaders(object), ...FORCED_DOWNLOAD },
        body: object.body,
      };
    },
  },
  'HEAD ': {
    action: 'HeadObject',
    run: (context) => ({ status: 200, headers: objectHeaders(requireObject(context)) }),
  },
  'DELETE ': {
    action: 'DeleteObject',
    run(context) {
      requireBucket(context).delete(context.request.key, context.now);
      return { status: 204 };
    },
  },
  'GET acl': {
    action: 'GetObjectACL',
    run(context) {
      const { acl } = requireObject(context);
      return xmlResponse(aclXml(acl, context.uin), { 'x-cos-acl': acl });
    },
  },
  'PUT acl': {
    action: 'PutObjectACL',
    run(context) {
      requireObject(context).acl = objectAcl(context.request.headers);
      return { status: 200 };
    },
  },
  'GET tagging': {
    action: 'GetObjectTagging',
    run(context) {
      const { tagging } = requireObject(context);
      if (tagging === undefined) throw new CosError('NoSuchTagSet', 'The object has no tags.');
      return xmlResponse(tagging);
    },
  },
  'PUT tagging': {
    action: 'PutObjectTagging',
    run(context) {
      requireObject(context).tagging = context.request.body.toString();
      return { status: 200 };
    },
  },
  'DELETE tagging': {
    action: 'DeleteObjectTagging',
    run(context) {
      requireObject(context).tagging = undefined;
      return { status: 204 };
    },
  },
};

function requireObject(context: OperationContext): StoredObject {
  const object = requireBucket(context).find(context.request.key);
  if (!object) throw new CosError('NoSuchKey', 'The specified key does not exist.');
  return object;
}

function storedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const stored = Object.entries(headers).filter(
    ([name]) => STORED_HEADERS.includes(name) || /^x-(cos|amz)-meta-/.test(name),
  );
  return { 'content-type': 'application/octet-stream', ...Object.fromEntries(stored) };
}

function objectHeaders({ headers, body, etag, lastModified }: StoredObject) {
  return {
    ...headers,
    'Content-Length': String(body.length),
    ETag: `"${etag}"`,
    'Last-Modified': new Date(lastModified).toUTCString(),
  };
}
