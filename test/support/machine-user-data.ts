import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { caddyfile } from '../../infra/gateways/machine/caddy';
import { readMachineFiles } from '../../infra/gateways/machine/machine-files';
import { cloudConfig, userData } from '../../infra/gateways/machine/user-data';
import { ROOT } from './program-under-mocks';

const SHA256 = 'a'.repeat(64);

/** What the program would configure a gateway with. */
export const CONFIGURATION = {
  register: 'scf-chat-prod-register',
  transport: 'scf-chat-prod-transport',
  cleanup: 'scf-chat-prod-cleanup',
  functionTimeout: 20,
  scfRegion: 'ap-guangzhou',
  camRole: 'scf-chat-prod-gateway',
  listen: '10.77.0.10:8080',
  apiEnvironment: 'release',
  apiPath: '/',
  idleTimeout: 800,
  pushBackListen: '10.77.0.10:8081',
  pushBackSecret: 'f'.repeat(64),
  pushBackBatch: 500,
  drainTime: 10,
};

interface CloudConfig {
  readonly write_files: readonly {
    readonly path: string;
    readonly permissions: string;
    readonly content: string;
  }[];
}

/** User data as the program writes it; of a machine with a domain where one is given. */
export async function generateUserData({
  configuration = CONFIGURATION,
  domain = '',
}: { readonly configuration?: object; readonly domain?: string } = {}) {
  const files = await readMachineFiles(ROOT);
  const site = {
    domain: { name: domain, zone: '', ports: { https: 443, http: 80 } },
    address: '10.77.0.10',
    gatewayPort: 8080,
  };
  const args = {
    files,
    configuration: { ...configuration },
    bundle: {
      url: `https://scf-chat-prod-1300000000.cos.ap-guangzhou.myqcloud.com/gateway/${SHA256}.mjs`,
      sha256: SHA256,
    },
    role: 'scf-chat-prod-gateway',
    ...(domain !== '' && { caddyfile: caddyfile(files.caddyfile, site) }),
  };
  return { text: cloudConfig(args), base64: () => userData(args) };
}

/** The files that a machine with a domain gets. */
export async function filesOfMachine(): Promise<CloudConfig['write_files']> {
  const { text } = await generateUserData({ domain: 'chat.example.com' });
  return (parse(text) as CloudConfig).write_files;
}

/** One of them, as text. */
export async function fileOfMachine(name: string): Promise<string> {
  return (await filesOfMachine()).find((file) => file.path === name)?.content ?? '';
}

/** A tool that is not everywhere; the tests of it are skipped where it is not. */
export function itWhere(tool: string, question = '--version') {
  return spawnSync(tool, [question]).status === 0 ? it : it.skip;
}
