import { spawnSync } from 'node:child_process';

/** Whether Caddy is installed here, by which machines with a domain speak TLS. */
export function hasCaddy(): boolean {
  return spawnSync('caddy', ['version']).status === 0;
}
