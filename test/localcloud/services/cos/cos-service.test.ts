import { createHash } from 'node:crypto';
import type { Principal } from '../../../../localcloud/access-key';
import { CosError } from '../../../../localcloud/services/cos/cos-error';
import type { CosRequest, CosResponse } from '../../../../localcloud/services/cos/cos-request';
import { Cos } from '../../../../localcloud/services/cos/cos-service';
import { parseXml } from '../../../../localcloud/services/cos/xml';
import { FakeClock } from '../../../support/fake-clock';

const BUCKET = 'b-1250000000';
const ROLE: Principal = { type: 'role', roleName: 'member' };

let cos: Cos;
let clock: FakeClock;
/** What the role asked to do, as `<action> <resource>`; allowed when it is among `allowed`. */
let asked: string[];
let allowed: string[];

beforeEach(() => {
  clock = new FakeClock(Date.UTC(2026, 0, 1, 0, 0, 0, 789));
  asked = [];
  allowed = [];
  cos = new Cos({
    clock,
    region: 'ap-guangzhou',
    uin: '100000012345',
    may: (principal, action, resource) => {
      if (principal.type !== 'role') return true;
      asked.push(`${principal.roleName} ${action} ${resource}`);
      return allowed.some((one) => `${action} ${resource}`.endsWith(one));
    },
  });
  send('PUT', '');
});

interface More {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bucket?: string;
  /** Nobody when it is undefined and given. */
  readonly principal?: Principal | undefined;
}

/** `target` is a key with an optional query, like `a/b?acl`. */
function send(method: string, target: string, more: More = {}): CosResponse {
  const [key = '', query = ''] = target.split('?');
  const request: CosRequest = {
    method,
    bucket: BUCKET,
    key,
    query: new URLSearchParams(query),
    headers: {},
    principal: { type: 'account' },
    ...more,
    body: Buffer.from(more.body ?? ''),
  };
  return cos.handle(request);
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CosError) return `${error.status} ${error.code}`;
    throw error;
  }
  return 'accepted';
}

function xmlOf(response: CosResponse): unknown {
  return parseXml(String(response.body));
}

describe('a bucket', () => {
  it('is there once, and gone when it is deleted', () => {
    expect(send('HEAD', '').status).toBe(200);
    expect(codeOf(() => send('PUT', ''))).toBe('409 BucketAlreadyOwnedByYou');
    expect(send('DELETE', '').status).toBe(204);
    expect(codeOf(() => send('HEAD', ''))).toBe('404 NoSuchBucket');
  });

  it.each(['b-1250000001', 'b', 'B-1250000000', 'a_b-1250000000', `${'x'.repeat(40)}-1250000000`])(
    'cannot be named %s',
    (bucket) => {
      expect(codeOf(() => send('PUT', '', { bucket }))).toBe('400 InvalidBucketName');
    },
  );

  it('shows in its ACL who may read it', () => {
    const isPublic = () => String(send('GET', '?acl').body).includes('groups/global/AllUsers');
    const before = isPublic();
    send('PUT', '?acl=', { headers: { 'x-amz-acl': 'public-read' } });
    expect([before, isPublic()]).toEqual([false, true]);
    expect(xmlOf(send('GET', '?acl'))).toMatchObject({
      AccessControlPolicy: {
        AccessControlList: {
          Grant: [
            { Permission: 'FULL_CONTROL' },
            {
              Grantee: { URI: 'http://cam.qcloud.com/groups/global/AllUsers' },
              Permission: 'READ',
            },
          ],
        },
      },
    });
    const headers = { 'x-cos-acl': 'everybody' };
    expect(codeOf(() => send('PUT', '?acl', { headers }))).toBe('400 InvalidArgument');
  });

  it.each([
    ['website', '404 NoSuchWebsiteConfiguration'],
    ['cors', '404 NoSuchCORSConfiguration'],
    ['tagging', '404 NoSuchTagSet'],
    ['policy', '404 NoSuchBucketPolicy'],
  ])('keeps its ?%s and is without it before and after', (name, code) => {
    const before = codeOf(() => send('GET', `?${name}`));
    send('PUT', `?${name}`, { body: '<as>it came</as>' });
    const kept = String(send('GET', `?${name}=`).body);
    expect(send('DELETE', `?${name}`).status).toBe(204);
    expect([before, kept, codeOf(() => send('GET', `?${name}`))]).toEqual([
      code,
      '<as>it came</as>',
      code,
    ]);
  });

  it.each(['versioning', 'accelerate', 'logging'])(
    'has an empty ?%s that cannot be set',
    (name) => {
      expect(Object.values(xmlOf(send('GET', `?${name}`)) as object)).toContain('');
      expect(codeOf(() => send('PUT', `?${name}`))).toBe('405 MethodNotAllowed');
    },
  );

  it.each(['encryption', 'lifecycle', 'object-lock', 'origin', 'domain', 'replication'])(
    'has no ?%s',
    (name) => {
      expect(codeOf(() => send('GET', `?${name}`))).toMatch(/^404 /);
    },
  );

  it.each(['?uploads', '?inventory=x', '?acl&cors', 'key?partNumber=1&uploadId=x'])(
    'knows nothing of %s and says so, rather than to take it for something else',
    (target) => {
      expect(codeOf(() => send('PUT', target))).toBe('501 NotImplemented');
    },
  );
});

describe('an object', () => {
  it('comes back with its headers, and as a download', () => {
    const headers = {
      'content-type': 'text/html',
      'cache-control': 'no-cache',
      'x-cos-meta-who': 'me',
      'x-unrelated': 'dropped',
    };
    const etag = createHash('md5').update('<p>').digest('hex');
    expect(send('PUT', 'k', { body: '<p>', headers }).headers).toEqual({ ETag: `"${etag}"` });
    expect(send('GET', 'k')).toEqual({
      status: 200,
      body: Buffer.from('<p>'),
      headers: {
        'content-type': 'text/html',
        'cache-control': 'no-cache',
        'x-cos-meta-who': 'me',
        'Content-Length': '3',
        ETag: `"${etag}"`,
        'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
        'x-cos-force-download': 'true',
        'Content-Disposition': 'attachment',
      },
    });
    const head = send('HEAD', 'k');
    expect(head.body).toBeUndefined();
    expect(head.headers).toMatchObject({ 'Content-Length': '3', 'content-type': 'text/html' });
  });

  it('is replaced by a second PUT', async () => {
    send('PUT', 'k', { body: 'old' });
    await clock.advance(5000);
    send('PUT', 'k', { body: 'new' });
    const { body, headers } = send('GET', 'k');
    expect(String(body)).toBe('new');
    expect(headers?.['Last-Modified']).toBe('Thu, 01 Jan 2026 00:00:05 GMT');
    expect(String(send('GET', '').body).match(/<Key>/g)).toHaveLength(1);
  });

  it('is not stored when Content-MD5 is not that of the body', () => {
    const md5 = (text: string) => createHash('md5').update(text).digest('base64');
    const put = (value: string) =>
      codeOf(() => send('PUT', 'k', { body: 'x', headers: { 'content-md5': value } }));
    expect([put(md5('y')), put('short'), codeOf(() => send('GET', 'k'))]).toEqual([
      '400 BadDigest',
      '400 InvalidDigest',
      '404 NoSuchKey',
    ]);
    expect(put(md5('x'))).toBe('accepted');
  });

  it('has a key of 850 bytes at most', () => {
    expect(codeOf(() => send('PUT', 'é'.repeat(425)))).toBe('accepted');
    expect(codeOf(() => send('PUT', 'é'.repeat(426)))).toBe('400 KeyTooLong');
  });

  it('is not made by a copy, which the local cloud does not know', () => {
    const headers = { 'x-cos-copy-source': 'b/k' };
    expect(codeOf(() => send('PUT', 'k', { headers }))).toBe('501 NotImplemented');
  });

  it('shows the canned ACL that was put, in the header that the provider reads', () => {
    send('PUT', 'k', { headers: { 'x-amz-acl': 'public-read' } });
    const put = send('GET', 'k?acl').headers?.['x-cos-acl'];
    send('PUT', 'k?acl', { headers: { 'x-cos-acl': 'private' } });
    expect([put, send('GET', 'k?acl').headers?.['x-cos-acl']]).toEqual(['public-read', 'private']);
  });

  it('keeps tags of its own', () => {
    send('PUT', 'k');
    send('PUT', 'k?tagging', { body: '<Tagging/>' });
    const kept = String(send('GET', 'k?tagging').body);
    send('DELETE', 'k?tagging');
    expect([kept, codeOf(() => send('GET', 'k?tagging'))]).toEqual([
      '<Tagging/>',
      '404 NoSuchTagSet',
    ]);
  });

  it('can be read by nobody in particular when it is public, and by no others', () => {
    const read = (key: string) => codeOf(() => send('GET', key, { principal: undefined }));
    send('PUT', 'own', { headers: { 'x-cos-acl': 'public-read' } });
    send('PUT', 'default');
    send('PUT', 'private', { headers: { 'x-cos-acl': 'private' } });
    const before = [read('own'), read('default')];
    send('PUT', '?acl', { headers: { 'x-cos-acl': 'public-read' } });
    const after = [read('default'), read('private'), read('none')];
    expect(before).toEqual(['accepted', '403 AccessDenied']);
    expect(after).toEqual(['accepted', '403 AccessDenied', '404 NoSuchKey']);
    for (const method of ['PUT', 'DELETE']) {
      expect(codeOf(() => send(method, 'own', { principal: undefined }))).toBe('403 AccessDenied');
    }
  });
});

describe('a list', () => {
  it('of an empty bucket has no Contents at all', () => {
    expect(String(send('GET', '?prefix=x').body)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult><Name>b-1250000000</Name>' +
        '<Prefix>x</Prefix><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>' +
        '<Marker></Marker></ListBucketResult>',
    );
  });

  it('tells of each object what the docs say', () => {
    send('PUT', 'k', { body: 'abc' });
    expect(xmlOf(send('GET', ''))).toMatchObject({
      ListBucketResult: {
        Contents: {
          Key: 'k',
          LastModified: '2026-01-01T00:00:00.000Z',
          ETag: `"${createHash('md5').update('abc').digest('hex')}"`,
          Size: '3',
          Owner: { ID: '1250000000', DisplayName: '1250000000' },
          StorageClass: 'STANDARD',
        },
      },
    });
  });

  it('has at most 1000 keys, whatever is asked for', () => {
    for (let n = 0; n < 1001; n += 1) send('PUT', String(n).padStart(4, '0'));
    const text = String(send('GET', '?max-keys=5000').body);
    expect(text.match(/<Key>/g)).toHaveLength(1000);
    expect(text).toContain('<IsTruncated>true</IsTruncated>');
    expect(text).toContain('<NextMarker>0999</NextMarker>');
    expect(codeOf(() => send('GET', '?max-keys=x'))).toBe('400 InvalidArgument');
  });

  it('carries keys that XML cannot hold when they are asked for as URLs', () => {
    send('PUT', 'a\u0001 b/+é');
    const listed = xmlOf(send('GET', '?encoding-type=url&prefix=a%01'));
    expect(listed).toMatchObject({
      ListBucketResult: {
        EncodingType: 'url',
        Prefix: 'a%01',
        Contents: { Key: 'a%01%20b/%2B%C3%A9' },
      },
    });
    expect(codeOf(() => send('GET', '?encoding-type=xml'))).toBe('400 InvalidArgument');
  });

  it('of versions shows each object as its own and only one', () => {
    send('PUT', 'a');
    send('PUT', 'b');
    expect(xmlOf(send('GET', '?versions&max-keys=1'))).toMatchObject({
      ListVersionsResult: {
        IsTruncated: 'true',
        NextKeyMarker: 'a',
        Version: { Key: 'a', VersionId: 'null', IsLatest: 'true' },
      },
    });
    expect(String(send('GET', '?versions&key-marker=a').body)).not.toContain('<Key>a</Key>');
  });
});

describe('a request to delete many', () => {
  it('tells what it deleted unless it is to be quiet', () => {
    for (const key of ['a&b', ' c', '7']) send('PUT', key);
    const objects = '<Object><Key>a&amp;b</Key></Object>\n<Object><Key> c</Key></Object>';
    const loud = send('POST', '?delete', { body: `<Delete>${objects}</Delete>` });
    const one = '<Delete><Quiet>true</Quiet><Object><Key>7</Key></Object></Delete>';
    const quiet = send('POST', '?delete', { body: one });
    expect(xmlOf(loud)).toEqual({
      '?xml': '',
      DeleteResult: { Deleted: [{ Key: 'a&b' }, { Key: ' c' }] },
    });
    expect(xmlOf(quiet)).toEqual({ '?xml': '', DeleteResult: '' });
    expect(send('DELETE', '').status).toBe(204);
  });

  it.each(['', '<Delete>', '<Delete></Delete>', '<Other/>', tooMany()])(
    'is refused when it is malformed (%#)',
    (body) => {
      expect(codeOf(() => send('POST', '?delete', { body }))).toBe('400 MalformedXML');
    },
  );

  it('leaves alone what the role may not delete, and says which', () => {
    for (const key of ['mine', 'other']) send('PUT', key);
    allowed = ['/mine'];
    const body =
      '<Delete><Object><Key>mine</Key></Object><Object><Key>other</Key></Object></Delete>';
    expect(xmlOf(send('POST', '?delete', { body, principal: ROLE }))).toMatchObject({
      DeleteResult: { Deleted: { Key: 'mine' }, Error: { Key: 'other', Code: 'AccessDenied' } },
    });
    expect(codeOf(() => send('HEAD', 'other'))).toBe('accepted');
  });
});

describe('a role', () => {
  it.each([
    ['PUT', 'p/k', 'cos:PutObject', 'p/k'],
    ['GET', 'p/k', 'cos:GetObject', 'p/k'],
    ['HEAD', 'p/k', 'cos:HeadObject', 'p/k'],
    ['DELETE', 'p/k', 'cos:DeleteObject', 'p/k'],
    ['GET', '?prefix=p/&max-keys=1', 'cos:GetBucket', 'p/'],
    ['GET', '', 'cos:GetBucket', ''],
    ['GET', '?versions&prefix=p/', 'cos:GetBucketObjectVersions', 'p/'],
    ['DELETE', '', 'cos:DeleteBucket', ''],
    ['GET', '?cors', 'cos:GetBucketCORS', ''],
  ])('needs for %s %s a policy for %s', (method, target, action, key) => {
    const run = () => send(method, target, { principal: ROLE });
    expect(codeOf(run)).toBe('403 AccessDenied');
    expect(asked).toEqual([
      `member ${action} qcs::cos:ap-guangzhou:uid/1250000000:b-1250000000/${key}`,
    ]);
  });

  it('is told nothing of what is there', () => {
    const principal = ROLE;
    expect(codeOf(() => send('GET', 'none', { principal }))).toBe('403 AccessDenied');
    expect(codeOf(() => send('GET', '', { principal, bucket: 'none' }))).toBe('403 AccessDenied');
  });

  it('gets through when its policy allows it', () => {
    allowed = ['cos:PutObject qcs::cos:ap-guangzhou:uid/1250000000:b-1250000000/p/k'];
    expect(send('PUT', 'p/k', { principal: ROLE }).status).toBe(200);
  });
});

function tooMany(): string {
  return `<Delete>${'<Object><Key>k</Key></Object>'.repeat(1001)}</Delete>`;
}
