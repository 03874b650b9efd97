import { AwsV4Signer } from 'aws4fetch';
import COS from 'cos-nodejs-sdk-v5';
import Sign from 'tencentcloud-sdk-nodejs-common/tencentcloud/common/sign';
import type { AccessKey } from '../../../../localcloud/access-key';
import { verifyCosSignature } from '../../../../localcloud/http/signature/cos-signature';
import type { HttpRequest } from '../../../../localcloud/http/http-request';
import { SignatureError } from '../../../../localcloud/http/signature/signature-error';
import { verifyTc3 } from '../../../../localcloud/http/signature/tc3';

const MINUTE = 60_000;
const now = Date.UTC(2026, 10, 23, 4, 15, 6);
const host = 'b-1250000000.cos.ap-guangzhou.myqcloud.com';
const account: AccessKey = { secretKey: 'key', principal: { type: 'account' } };
const role: AccessKey = {
  secretKey: 'role key',
  sessionToken: 'token',
  expiresAt: now + 30 * MINUTE,
  principal: { type: 'role', roleName: 'member' },
};

function findAccessKey(secretId: string): AccessKey | undefined {
  return new Map([
    ['AKIDACCOUNT', account],
    ['AKIDROLE', role],
  ]).get(secretId);
}

interface Signer {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
  readonly at?: number;
}

const ACCOUNT: Signer = { secretId: 'AKIDACCOUNT', secretKey: 'key' };
const ROLE: Signer = { secretId: 'AKIDROLE', secretKey: 'role key', token: 'token' };

const KEY = "connections/a+/=b y%!*'()~";
const PATH = `/${KEY.split('/').map(encodeURIComponent).join('/')}`;
const QUERY = 'prefix=a%2Bb%20c&max-keys=5&marker=';

async function aws4({ secretId, secretKey, token, at = now }: Signer): Promise<HttpRequest> {
  const signed = await new AwsV4Signer({
    method: 'PUT',
    url: `http://${host}${PATH}?${QUERY}`,
    accessKeyId: secretId,
    secretAccessKey: secretKey,
    ...(token !== undefined && { sessionToken: token }),
    service: 's3',
    region: 'ap-guangzhou',
    datetime: new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    headers: { 'X-Cos-Acl': ' private  x ' },
  }).sign();
  const headers = { ...Object.fromEntries(signed.headers), host };
  return { method: 'PUT', path: PATH, query: QUERY, headers, body: Buffer.from('body') };
}

function qSign({ secretId, secretKey, token, at = now }: Signer): HttpRequest {
  const start = Math.floor(at / 1000);
  const authorization = COS.getAuthorization({
    SecretId: secretId,
    SecretKey: secretKey,
    Method: 'PUT',
    Key: KEY,
    Query: Object.fromEntries(new URLSearchParams(QUERY)),
    Headers: { Host: host, 'Content-Length': '4' },
    KeyTime: `${start};${start + 900}`,
  });
  return {
    method: 'PUT',
    path: PATH,
    query: QUERY,
    headers: {
      host,
      'content-length': '4',
      authorization,
      ...(token !== undefined && { 'x-cos-security-token': token }),
    },
    body: Buffer.from('body'),
  };
}

function tc3({ secretId, secretKey, token, at = now }: Signer): HttpRequest {
  const timestamp = Math.floor(at / 1000);
  const headers = { 'Content-Type': 'application/json' };
  const authorization = Sign.sign3({
    method: 'POST',
    url: 'http://127.0.0.1:4000/',
    payload: Buffer.from('{}'),
    timestamp,
    service: '127',
    secretId,
    secretKey,
    multipart: false,
    boundary: '',
    headers,
  });
  return {
    method: 'POST',
    path: '/',
    query: '',
    headers: {
      host: '127.0.0.1:4000',
      'content-type': 'application/json',
      'x-tc-timestamp': String(timestamp),
      authorization,
      ...(token !== undefined && { 'x-tc-token': token }),
    },
    body: Buffer.from('{}'),
  };
}

const SCHEMES = [
  ['TC3 of the Node.js SDK', tc3, verifyTc3, 5 * MINUTE],
  ['AWS4 of aws4fetch', aws4, verifyCosSignature, 15 * MINUTE],
  ['q-sign of the COS SDK', qSign, verifyCosSignature, 15 * MINUTE],
] as const;

describe.each(SCHEMES)('%s', (_name, sign, verify, windowMs) => {
  async function outcome(
    signer: Signer,
    change: (request: HttpRequest) => HttpRequest = (request) => request,
  ): Promise<unknown> {
    const request = change(await sign(signer));
    try {
      return verify(request, findAccessKey, now);
    } catch (error) {
      return error instanceof SignatureError ? error.reason : error;
    }
  }

  it('tells who signed', async () => {
    expect(await outcome(ACCOUNT)).toEqual({ type: 'account' });
    expect(await outcome(ROLE)).toEqual({ type: 'role', roleName: 'member' });
  });

  it('is refused with another key or one that nobody has', async () => {
    expect(await outcome({ ...ACCOUNT, secretKey: 'other' })).toBe('mismatch');
    expect(await outcome({ ...ACCOUNT, secretId: 'AKIDNOBODY' })).toBe('unknown key');
  });

  it('is refused without the right session token', async () => {
    const { secretId, secretKey } = ROLE;
    expect(await outcome({ secretId, secretKey })).toBe('wrong token');
    expect(await outcome({ ...ROLE, token: 'other' })).toBe('wrong token');
    expect(await outcome({ ...ACCOUNT, token: 'token' })).toBe('wrong token');
  });

  it('holds at the end of its time and not a second longer', async () => {
    expect(await outcome({ ...ACCOUNT, at: now - windowMs })).toEqual({ type: 'account' });
    expect(await outcome({ ...ACCOUNT, at: now - windowMs - 1000 })).toBe('outside its time');
  });

  it('is refused when it comes from far in the future', async () => {
    expect(await outcome({ ...ACCOUNT, at: now + windowMs + 1000 })).toBe('outside its time');
  });

  it.each([
    ['method', (request: HttpRequest) => ({ ...request, method: 'DELETE' })],
    ['path', (request: HttpRequest) => ({ ...request, path: '/other' })],
    ['query', (request: HttpRequest) => ({ ...request, query: 'prefix=&max-keys=5&marker=' })],
    [
      'host',
      (request: HttpRequest) => ({ ...request, headers: { ...request.headers, host: 'x.y' } }),
    ],
  ])('is refused with another %s', async (_part, change) => {
    expect(await outcome(ACCOUNT, change)).toBe('mismatch');
  });

  it('is refused when it is no signature', async () => {
    const garbled = (request: HttpRequest) => ({
      ...request,
      headers: {
        ...request.headers,
        authorization: (request.headers['authorization'] ?? '')
          .replace('Signature', 'X')
          .slice(0, 40),
      },
    });
    expect(await outcome(ACCOUNT, garbled)).toBe('malformed');
  });
});

describe('a session token that was good', () => {
  it('is refused once the credentials have expired', () => {
    const later = now + 31 * MINUTE;
    const run = () => verifyTc3(tc3({ ...ROLE, at: later }), findAccessKey, later);
    expect(run).toThrow(new SignatureError('wrong token'));
  });
});

describe('the body of an AWS4 request', () => {
  const hash = '230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5';

  it('must have the hash that the request declares', async () => {
    const request = await aws4(ACCOUNT);
    const headers = { ...request.headers, 'x-amz-content-sha256': hash };
    const run = () =>
      verifyCosSignature({ ...request, headers, body: Buffer.from('x') }, findAccessKey, now);
    expect(run).toThrow(new SignatureError('wrong body hash'));
  });
});

it('takes a COS request without any signature for one of nobody', () => {
  const unsigned = { ...qSign(ACCOUNT), headers: { host } };
  expect(verifyCosSignature(unsigned, findAccessKey, now)).toBeUndefined();
});
