import * as v from 'valibot';
import { APP_ID } from '../../account';
import type { Bucket, StoredObject } from './bucket';
import { CosError } from './cos-error';
import { xmlResponse, type CosRequest } from './cos-request';
import { listKeys, type ListRequest } from './list-keys';
import { requireBucket, type Operation, type OperationContext } from './operation';
import { buildXml, parseXml, writeElements, type XmlElement } from './xml';

/** 436/7734: keys of one page. */
const KEYS_MAX = 1000;
/** 436/8289: keys of one request to delete many. */
const DELETE_MAX = 1000;
const OWNER = { ID: APP_ID, DisplayName: APP_ID };

/** The query parameters of lists, which are no sub-resources. */
export const LIST_PARAMETERS: readonly string[] = [
  'prefix',
  'delimiter',
  'marker',
  'max-keys',
  'encoding-type',
  'key-marker',
  'version-id-marker',
];

const DeleteBody = v.object({
  Delete: v.object({
    Quiet: v.optional(v.picklist(['true', 'false']), 'false'),
    Object: v.union([
      v.pipe(
        v.object({ Key: v.string() }),
        v.transform((one) => [one]),
      ),
      v.array(v.object({ Key: v.string() })),
    ]),
  }),
});

/** Operations on many objects of a bucket, by method and sub-resource. */
export const LIST_OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET ': {
    action: 'GetBucket',
    // A list is allowed for what begins with the prefix it asks for (436/31923).
    resourceKey: prefixOf,
    run: (context) => listObjects(requireBucket(context), context.request),
  },
  'GET versions': {
    action: 'GetBucketObjectVersions',
    resourceKey: prefixOf,
    run: (context) => listVersions(requireBucket(context), context.request),
  },
  'POST delete': {
    action: 'DeleteMultipleObjects',
    resourceKey: () => undefined,
    run: deleteObjects,
  },
};

function prefixOf({ query }: CosRequest): string {
  return query.get('prefix') ?? '';
}

function listObjects(bucket: Bucket, { query }: CosRequest) {
  const { fields, marker, nextMarker, objects } = pageOf(bucket, query, 'marker');
  return xmlResponse(
    buildXml(
      { ListBucketResult: { ...fields, Marker: marker, NextMarker: nextMarker } },
      objects.map(contents).join(''),
    ),
  );
}

/** Versions are never kept, so that each object is its own one version. */
function listVersions(bucket: Bucket, { query }: CosRequest) {
  const { fields, marker, nextMarker, objects } = pageOf(bucket, query, 'key-marker');
  return xmlResponse(
    buildXml({
      ListVersionsResult: {
        ...fields,
        KeyMarker: marker,
        VersionIdMarker: '',
        NextKeyMarker: nextMarker,
        Version: objects.map((one) => ({ ...describe(one), VersionId: 'null', IsLatest: true })),
      },
    }),
  );
}

/** One page, as the parts that both kinds of list are put together from. */
function pageOf(
  { name, listed }: Bucket,
  query: URLSearchParams,
  markerName: 'marker' | 'key-marker',
) {
  const request = listRequest(query, markerName);
  const { keys, commonPrefixes, nextMarker } = listKeys(listed.keys, request);
  const encode = encoderFor(query);
  return {
    marker: encode(request.marker),
    nextMarker: nextMarker === undefined ? undefined : encode(nextMarker),
    objects: keys.flatMap((key): ListedObject[] => {
      const object = listed.find(key);
      return object ? [{ key: encode(key), object }] : [];
    }),
    fields: {
      Name: name,
      EncodingType: query.get('encoding-type') ?? undefined,
      Prefix: encode(request.prefix),
      Delimiter: request.delimiter === '' ? undefined : encode(request.delimiter),
      MaxKeys: request.maxKeys,
      IsTruncated: nextMarker !== undefined,
      CommonPrefixes: commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    },
  };
}

function listRequest(query: URLSearchParams, markerName: string): ListRequest {
  const maxKeys = query.get('max-keys') ?? String(KEYS_MAX);
  if (!/^\d{1,9}$/.test(maxKeys)) {
    throw new CosError('InvalidArgument', 'max-keys must be a number from 0 to 1000.');
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    marker: query.get(markerName) ?? '',
    maxKeys: Math.min(Number(maxKeys), KEYS_MAX),
  };
}

/** `encoding-type=url` carries keys that XML cannot hold. */
function encoderFor(query: URLSearchParams): (text: string) => string {
  const type = query.get('encoding-type');
  if (type === null) return (text) => text;
  if (type !== 'url') throw new CosError('InvalidArgument', 'encoding-type must be url.');
  return (text) => encodeURIComponent(text).replace(/%2F/g, '/');
}

interface ListedObject {
  /** As the list shows it. */
  readonly key: string;
  readonly object: StoredObject;
}

/** Kept, since a chat lists all of its members for each message. */
const CONTENTS = new WeakMap<StoredObject, { readonly key: string; readonly text: string }>();

function contents(listed: ListedObject): string {
  const { key, object } = listed;
  let kept = CONTENTS.get(object);
  if (kept?.key !== key) {
    kept = { key, text: writeElements({ Contents: describe(listed) }) };
    CONTENTS.set(object, kept);
  }
  return kept.text;
}

function describe({ key, object: { body, etag, lastModified } }: ListedObject): XmlElement {
  return {
    Key: key,
    LastModified: new Date(lastModified).toISOString(),
    ETag: `"${etag}"`,
    Size: body.length,
    Owner: OWNER,
    StorageClass: 'STANDARD',
  };
}

function deleteObjects(context: OperationContext) {
  const bucket = requireBucket(context);
  const parsed = v.safeParse(DeleteBody, parseXml(context.request.body.toString()));
  if (!parsed.success || parsed.output.Delete.Object.length > DELETE_MAX) {
    throw new CosError('MalformedXML', 'The body must be a Delete with 1 to 1000 Objects.');
  }
  const { Quiet, Object: objects } = parsed.output.Delete;
  const deleted: XmlElement[] = [];
  const errors: XmlElement[] = [];
  for (const { Key } of objects) {
    if (context.may(Key)) {
      bucket.delete(Key, context.now);
      deleted.push({ Key });
    } else {
      const Message = 'Access Denied. You need cos:DeleteMultipleObjects.';
      errors.push({ Key, Code: 'AccessDenied', Message });
    }
  }
  return xmlResponse(
    buildXml({ DeleteResult: { Deleted: Quiet === 'true' ? [] : deleted, Error: errors } }),
  );
}
