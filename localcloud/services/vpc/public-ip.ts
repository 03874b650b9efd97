import { randomInt } from 'node:crypto';

/** Public addresses are these of the loopback network: 127.128.0.1 to 127.254.254.254. */
const SECOND = { from: 128, to: 255 };

/** Any public address; whether it is free is for the caller to see. */
export function randomPublicIp(): string {
  return `127.${randomInt(SECOND.from, SECOND.to)}.${randomInt(255)}.${randomInt(1, 255)}`;
}
