import type { FindAccessKey, Principal } from '../../access-key';
import type { HttpRequest } from '../http-request';
import { verifyAws4 } from './aws4';
import { verifyQSign } from './q-sign';
import { SignatureError } from './signature-error';

/**
 * Who signed a COS request, by whichever of the two schemes its Authorization names; undefined
 * when it is not signed at all. Throws `SignatureError`.
 */
export function verifyCosSignature(
  request: HttpRequest,
  findAccessKey: FindAccessKey,
  now: number,
): Principal | undefined {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) return undefined;
  if (authorization.startsWith('AWS4-HMAC-SHA256 ')) return verifyAws4(request, findAccessKey, now);
  if (authorization.startsWith('q-sign-')) return verifyQSign(request, findAccessKey, now);
  throw new SignatureError('malformed');
}
