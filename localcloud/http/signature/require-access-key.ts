import type { AccessKey, FindAccessKey } from '../../access-key';
import { sameText } from './canonical-form';
import { SignatureError } from './signature-error';

/**
 * The key behind a secret id, once its session token and its time have been checked.
 * `now` is in milliseconds since the epoch. Throws `SignatureError`.
 */
export function requireAccessKey(
  findAccessKey: FindAccessKey,
  secretId: string,
  sessionToken: string | undefined,
  now: number,
): AccessKey {
  const key = findAccessKey(secretId);
  if (!key) throw new SignatureError('unknown key');
  if (!sameText(key.sessionToken ?? '', sessionToken ?? '')) {
    throw new SignatureError('wrong token');
  }
  if (key.expiresAt !== undefined && key.expiresAt <= now) {
    throw new SignatureError('wrong token');
  }
  return key;
}
