import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../http-request';
import { SignatureError } from './signature-error';

/** Compares in a time that does not tell where the two differ. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The SHA-256 as both schemes write it: in hexadecimal digits. */
export function sha256Hex(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** One step of deriving a signing key, or the signature itself. */
export function hmacSha256(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Percent-encodes all but RFC 3986's unreserved characters, as both Tencent and AWS demand. */
export function strictEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The path without its percent-encoding. Throws `SignatureError` when it is not valid. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw new SignatureError('malformed', { cause });
  }
}

/** A header's value as both schemes canonicalise it; an absent header is an empty one. */
export function canonicalHeader(request: HttpRequest, name: string): string {
  return (request.headers[name] ?? '').trim().replace(/ +/g, ' ');
}
