import { stringify } from 'yaml';
import { UserError } from '../../user-error';
import { CADDY } from './caddy';
import type { Download } from './download';
import type { MachineFiles } from './machine-files';

export interface UserDataArgs {
  readonly files: MachineFiles;
  /** The gateway's settings (docs/gateway.md); the push-back secret is among them. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly bundle: {
    /** Where it is in COS. */
    readonly url: string;
    /** What it must be. */
    readonly sha256: string;
  };
  /** The machine's CAM role, whose keys open the bundle. */
  readonly role: string;
  /** Of a machine with a domain, whose name it holds. */
  readonly caddyfile?: string | undefined;
}

/** Most that Tencent takes, in base64. */
const MAX_BASE64_BYTES = 16 * 1024;

const NODE_VERSION = 'v24.21.0';
/** The newest Node.js of the line with long-term support. */
const NODE: Download = {
  sha256: 'fd8e59d5a511510f6a298afb548f18c7d2b1be404d8b4a27d94fbe49f56cb2d6',
  path: `${NODE_VERSION}/node-${NODE_VERSION}-linux-x64.tar.xz`,
  mirrors: [
    'https://mirrors.cloud.tencent.com/nodejs-release',
    'https://registry.npmmirror.com/-/binary/node',
    'https://nodejs.org/dist',
  ],
};
/** Where a CVM finds the keys of its role (598/85616). */
const CREDENTIALS_URL = 'http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/';

/**
 * What cloud-init makes of a bare machine: the gateway under systemd. A pure function of its
 * arguments, since a machine whose user data changes is replaced.
 *
 * @returns user data for Tencent, in base64; as secret as the configuration
 * @throws UserError when it is more than Tencent takes
 */
export function userData(args: UserDataArgs): string {
  const base64 = Buffer.from(cloudConfig(args)).toString('base64');
  if (base64.length > MAX_BASE64_BYTES) {
    throw new UserError(
      `The user data of the gateway's machine has ${base64.length} bytes in base64, and Tencent takes at most ${MAX_BASE64_BYTES}. Nothing was changed.\n` +
        'To fix it: choose shorter names and paths as settings, or undo the last change of infra/gateways/machine/files.',
    );
  }
  return base64;
}

/** The same as text: `#cloud-config` and YAML. */
export function cloudConfig(args: UserDataArgs): string {
  const { files, configuration, bundle, role, caddyfile } = args;
  const credentials = `${CREDENTIALS_URL}${role}`;
  const config = {
    ssh_pwauth: false,
    write_files: [
      file('/etc/scf-chat/gateway.json', '0600', json(configuration)),
      file('/etc/scf-chat/bundle.json', '0600', json({ ...bundle, credentials })),
      file('/opt/scf-chat/fetch-bundle.mjs', '0644', files.fetchBundle),
      file('/opt/scf-chat/install.sh', '0755', installScript(files)),
      file('/etc/systemd/system/scf-chat-gateway.service', '0644', files.service),
      file('/etc/systemd/journald.conf.d/scf-chat.conf', '0644', files.journald),
      ...(caddyfile === undefined
        ? []
        : [
            file('/etc/scf-chat/Caddyfile', '0644', caddyfile),
            file('/etc/systemd/system/scf-chat-caddy.service', '0644', files.caddyService),
          ]),
    ],
    runcmd: [['/opt/scf-chat/install.sh']],
  };
  return `#cloud-config\n${stringify(config, { lineWidth: 0 })}`;
}

function installScript({ installScript: template }: MachineFiles): string {
  return template
    .replaceAll('@NODE@', argumentsFor(NODE))
    .replaceAll('@CADDY@', argumentsFor(CADDY));
}

function argumentsFor({ sha256, path, mirrors }: Download): string {
  return [sha256, path, ...mirrors].join(' ');
}

function file(path: string, permissions: string, content: string) {
  return { path, permissions, content };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
