import { createHash, createHmac } from 'node:crypto';
import type { FindAccessKey, Principal } from '../../access-key';
import type { HttpRequest } from '../http-request';
import { canonicalHeader, decodePath, sameText, strictEncode } from './canonical-form';
import { requireAccessKey } from './require-access-key';
import { SignatureError } from './signature-error';

const TIME_RANGE = /^(\d{1,12});(\d{1,12})$/;

/**
 * Checks COS's own signature (`q-sign-algorithm=sha1`, 436/7778) and returns who made it. Only the
 * headers and parameters that the signature lists are covered by it. `now` is in milliseconds
 * since the epoch. Throws `SignatureError`.
 */
export function verifyQSign(
  request: HttpRequest,
  findAccessKey: FindAccessKey,
  now: number,
): Principal {
  const parts = parseAuthorization(request.headers['authorization'] ?? '');
  if (parts('q-sign-algorithm') !== 'sha1') throw new SignatureError('malformed');
  const signTime = parts('q-sign-time');
  const keyTime = parts('q-key-time');
  if (!isWithin(signTime, now) || !isWithin(keyTime, now)) {
    throw new SignatureError('outside its time');
  }

  const token = request.headers['x-cos-security-token'] ?? request.headers['x-amz-security-token'];
  const key = requireAccessKey(findAccessKey, parts('q-ak'), token, now);
  const httpString = [
    request.method.toLowerCase(),
    decodePath(request.path),
    canonicalParameters(request, parts('q-url-param-list')),
    canonicalHeaders(request, parts('q-header-list')),
    '',
  ].join('\n');
  const stringToSign = ['sha1', signTime, sha1Hex(httpString), ''].join('\n');
  const signature = hmacSha1Hex(hmacSha1Hex(key.secretKey, keyTime), stringToSign);
  if (!sameText(signature, parts('q-signature'))) throw new SignatureError('mismatch');
  return key.principal;
}

function parseAuthorization(authorization: string): (name: string) => string {
  const parts = new Map(
    authorization.split('&').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at), part.slice(at + 1)];
    }),
  );
  return (name) => {
    const value = parts.get(name);
    if (value === undefined) throw new SignatureError('malformed');
    return value;
  };
}

/** Whether `now` lies in a range of whole seconds, both ends included. */
function isWithin(range: string, now: number): boolean {
  const match = TIME_RANGE.exec(range);
  if (!match) throw new SignatureError('malformed');
  const second = Math.floor(now / 1000);
  return Number(match[1]) <= second && second <= Number(match[2]);
}

function canonicalParameters(request: HttpRequest, list: string): string {
  const values = new Map(
    [...new URLSearchParams(request.query)].map(([name, value]) => [
      strictEncode(name).toLowerCase(),
      strictEncode(value),
    ]),
  );
  return listed(list, (name) => values.get(name));
}

function canonicalHeaders(request: HttpRequest, list: string): string {
  return listed(list, (name) =>
    request.headers[name] === undefined ? undefined : strictEncode(canonicalHeader(request, name)),
  );
}

/** `name=value` for each listed name. One that the request does not have breaks the signature. */
function listed(list: string, valueOf: (name: string) => string | undefined): string {
  const names = list === '' ? [] : list.split(';');
  return names
    .map((name) => {
      const value = valueOf(name);
      if (value === undefined) throw new SignatureError('mismatch');
      return `${name}=${value}`;
    })
    .join('&');
}

function sha1Hex(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function hmacSha1Hex(key: string, text: string): string {
  return createHmac('sha1', key).update(text).digest('hex');
}
