import { spawnSync } from 'node:child_process';

/** Whether this machine has Caddy, by which machines with a domain speak TLS. */
export const HAS_CADDY = spawnSync('caddy', ['version']).status === 0;

/** `describe` where there is Caddy; elsewhere the tests are skipped, and that is said. */
export const describeCaddy = HAS_CADDY ? describe : describe.skip;
if (!HAS_CADDY) {
  console.warn('The tests of a machine with a domain are skipped: there is no caddy.');
}
