import type { FindAccessKey, Principal } from '../../access-key';
import type { HttpRequest } from '../http-request';
import { canonicalHeader, hmacSha256, sameText, sha256Hex } from './canonical-form';
import { requireAccessKey } from './require-access-key';
import { SignatureError } from './signature-error';

/** How far X-TC-Timestamp may be from the cloud's time, in milliseconds (213/30654). */
const TIME_WINDOW_MS = 5 * 60 * 1000;

const AUTHORIZATION =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d{2}-\d{2})\/([^/,\s]+)\/tc3_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks a TC3-HMAC-SHA256 signature and returns who made it (signature v3, 213/30654).
 * `now` is in milliseconds since the epoch. Throws `SignatureError`.
 */
export function verifyTc3(
  request: HttpRequest,
  findAccessKey: FindAccessKey,
  now: number,
): Principal {
  const authorization = request.headers['authorization'];
  if (!authorization) throw new SignatureError('missing');
  const match = AUTHORIZATION.exec(authorization);
  if (!match) throw new SignatureError('malformed');
  const [, secretId = '', date = '', service = '', signedHeaders = '', signature = ''] = match;
  const names = signedHeaders.split(';');
  if (!names.includes('host') || !names.includes('content-type')) {
    throw new SignatureError('malformed');
  }

  const timestamp = Number(request.headers['x-tc-timestamp']);
  if (!Number.isInteger(timestamp)) throw new SignatureError('malformed');
  if (Math.abs(now - timestamp * 1000) > TIME_WINDOW_MS) {
    throw new SignatureError('outside its time');
  }
  if (new Date(timestamp * 1000).toISOString().slice(0, 10) !== date) {
    throw new SignatureError('mismatch');
  }

  const key = requireAccessKey(findAccessKey, secretId, request.headers['x-tc-token'], now);
  const signingKey = [date, service, 'tc3_request'].reduce<string | Buffer>(
    hmacSha256,
    `TC3${key.secretKey}`,
  );
  const matches = hostForms(request).some((host) => {
    // The Node.js SDK takes everything before the endpoint's first dot for the service.
    if (service !== host.split('.')[0]) return false;
    const stringToSign = [
      'TC3-HMAC-SHA256',
      timestamp,
      `${date}/${service}/tc3_request`,
      sha256Hex(canonicalRequest(request, names, host)),
    ].join('\n');
    return sameText(hmacSha256(signingKey, stringToSign).toString('hex'), signature);
  });
  if (!matches) throw new SignatureError('mismatch');
  return key.principal;
}

/** tencentcloud-sdk-go signs the host with its port, the Node.js SDK without. */
function hostForms(request: HttpRequest): string[] {
  const host = request.headers['host'] ?? '';
  return [host, host.replace(/:\d+$/, '')];
}

function canonicalRequest(request: HttpRequest, names: readonly string[], host: string): string {
  return [
    request.method,
    request.path,
    request.query,
    ...names.map((name) => `${name}:${name === 'host' ? host : canonicalHeader(request, name)}`),
    '',
    names.join(';'),
    sha256Hex(request.body),
  ].join('\n');
}
