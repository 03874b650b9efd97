import type { HttpRequest } from '../http/http-request';
import { sameText } from '../http/signature/canonical-form';
import { TOKEN_HEADER } from './token-header';

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
  return changes && !sameText(headers[TOKEN_HEADER] ?? '', token)
    ? `The header ${TOKEN_HEADER} must hold the token of the inspector's page.`
    : undefined;
}
