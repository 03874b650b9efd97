import { timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../http/http-request';

/** Carries the token that only the inspector's own page has; no foreign page can send it unasked. */
export const TOKEN_HEADER = 'x-inspector-token';

/**
 * Why a request is turned away; undefined where it may proceed. What the Host header names has been
 * checked before, so that no name that was bound to loopback leads here.
 *
 * @param changes whether it changes something
 */
export function findAccessFault(
  { headers }: HttpRequest,
  token: string,
  changes: boolean,
): string | undefined {
  const { origin, 'sec-fetch-site': site = 'same-origin' } = headers;
  if (origin !== undefined && origin !== `http://${headers['host'] ?? ''}`) {
    return 'Another page may not talk to the inspector.';
  }
  // Browsers say so themselves; `none` is an address that somebody typed.
  if (site !== 'same-origin' && site !== 'none') {
    return 'Another page may not talk to the inspector.';
  }
  return changes && !isSame(headers[TOKEN_HEADER] ?? '', token)
    ? `The header ${TOKEN_HEADER} must hold the token of the inspector's page.`
    : undefined;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
