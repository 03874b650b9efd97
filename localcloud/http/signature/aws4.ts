import type { FindAccessKey, Principal } from '../../access-key';
import type { HttpRequest } from '../http-request';
import {
  canonicalHeader,
  decodePath,
  hmacSha256,
  sameText,
  sha256Hex,
  strictEncode,
} from './canonical-form';
import { requireAccessKey } from './require-access-key';
import { SignatureError } from './signature-error';

/** How far x-amz-date may be from the cloud's time, in milliseconds (AWS Signature Version 4). */
const TIME_WINDOW_MS = 15 * 60 * 1000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/s3\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;
const AMZ_DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * Checks an AWS4-HMAC-SHA256 signature for S3, which COS accepts on its own hosts
 * (practice/436/37421), and returns who made it. `now` is in milliseconds since the epoch.
 * Throws `SignatureError`.
 */
export function verifyAws4(
  request: HttpRequest,
  findAccessKey: FindAccessKey,
  now: number,
): Principal {
  const match = AUTHORIZATION.exec(request.headers['authorization'] ?? '');
  if (!match) throw new SignatureError('malformed');
  const [, secretId = '', date = '', region = '', signedHeaders = '', signature = ''] = match;
  const names = signedHeaders.split(';');
  if (!names.includes('host')) throw new SignatureError('malformed');

  const amzDate = request.headers['x-amz-date'] ?? '';
  const time = parseAmzDate(amzDate);
  if (!amzDate.startsWith(date)) throw new SignatureError('mismatch');
  if (Math.abs(now - time) > TIME_WINDOW_MS) throw new SignatureError('outside its time');

  const token = request.headers['x-amz-security-token'] ?? request.headers['x-cos-security-token'];
  const key = requireAccessKey(findAccessKey, secretId, token, now);
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    amzDate,
    `${date}/${region}/s3/aws4_request`,
    sha256Hex(canonicalRequest(request, names)),
  ].join('\n');
  const signingKey = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmacSha256,
    `AWS4${key.secretKey}`,
  );
  if (!sameText(hmacSha256(signingKey, stringToSign).toString('hex'), signature)) {
    throw new SignatureError('mismatch');
  }
  return key.principal;
}

function parseAmzDate(text: string): number {
  const match = AMZ_DATE.exec(text);
  if (!match) throw new SignatureError('malformed');
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function canonicalRequest(request: HttpRequest, names: readonly string[]): string {
  return [
    request.method,
    decodePath(request.path).split('/').map(strictEncode).join('/'),
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${canonicalHeader(request, name)}`),
    '',
    names.join(';'),
    bodyHash(request),
  ].join('\n');
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => [strictEncode(name), strictEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The declared hash, which must be the body's unless the client left the body unsigned. */
function bodyHash(request: HttpRequest): string {
  const declared = request.headers['x-amz-content-sha256'];
  if (declared === undefined) throw new SignatureError('malformed');
  if (declared !== 'UNSIGNED-PAYLOAD' && declared !== sha256Hex(request.body)) {
    throw new SignatureError('wrong body hash');
  }
  return declared;
}
