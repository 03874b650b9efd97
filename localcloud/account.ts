import { randomBytes, randomInt } from 'node:crypto';

/** The AppId of every local cloud: Tencent's own documentation example, nobody's account. */
export const APP_ID = '1250000000';
/** How the account number of every local cloud begins; no real account's does. */
const UIN_PREFIX = '1000000';
const UIN_DIGITS = 12;

/** A long-lived key of the account. */
export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
}

/** New credentials, recognisable as a local cloud's by their first letters. */
export function randomCredentials(): Credentials {
  return {
    secretId: `AKIDLOCAL${randomBytes(12).toString('hex')}`,
    secretKey: randomBytes(20).toString('base64url'),
  };
}

/** A new account number (Uin), by which one local cloud is told from another. */
export function randomUin(): string {
  const digits = UIN_DIGITS - UIN_PREFIX.length;
  return `${UIN_PREFIX}${String(randomInt(10 ** digits)).padStart(digits, '0')}`;
}
