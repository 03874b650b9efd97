import { readFile } from 'node:fs/promises';
import path from 'node:path';

const FOLDER = 'infra/gateways/machine/files';

/** The files that make a gateway of a bare machine, each as text. */
export interface MachineFiles {
  readonly installScript: string;
  readonly fetchBundle: string;
  readonly service: string;
  readonly journald: string;
  /** For a machine with a domain. */
  readonly caddyfile: string;
  readonly caddyService: string;
}

/** @param root the project's root */
export async function readMachineFiles(root: string): Promise<MachineFiles> {
  const read = (name: string) => readFile(path.join(root, FOLDER, name), 'utf8');
  const [installScript, fetchBundle, service, journald, caddyfile, caddyService] =
    await Promise.all([
      read('install.sh'),
      read('fetch-bundle.mjs'),
      read('scf-chat-gateway.service'),
      read('journald.conf'),
      read('Caddyfile'),
      read('scf-chat-caddy.service'),
    ]);
  return { installScript, fetchBundle, service, journald, caddyfile, caddyService };
}
