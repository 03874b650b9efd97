import { randomBytes } from 'node:crypto';

/** The account that a local cloud belongs to; the numbers are placeholders no real account has. */
export const APP_ID = '1250000000';
/** The account's number in CAM, for the owner and for whoever calls: there are no sub-users. */
export const UIN = '100000000001';

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
