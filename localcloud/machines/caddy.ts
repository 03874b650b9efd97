import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { elapse, type Clock } from '../../gateway/engine/clock';
import { localCaddySite, type CaddySite } from './caddy-configuration';
import { MachineError } from './machine';
import { ProgramProcess } from './program-process';

export interface CaddyOptions {
  /** The Caddyfile of the machine, as text. */
  readonly caddyfile: string;
  /** The machine's address. */
  readonly address: string;
  /** A folder that is there, for what it needs until it ends. */
  readonly home: string;
  /** A folder for certificates and for the authority that signs them; several may share it. */
  readonly storage: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly onLog: (line: string) => void;
}

export interface RunningCaddy {
  readonly process: ProgramProcess;
  readonly ports: readonly number[];
}

const run = promisify(execFile);
/** Between two looks whether it has its certificate. */
const PROBE_MS = 50;

/** Runs a machine's Caddy. Resolves once it speaks TLS; rejects with a MachineError. */
export async function startCaddy(options: CaddyOptions): Promise<RunningCaddy> {
  const { caddyfile, address, home, storage, clock, onLog } = options;
  // Nothing of the user's own is read or written: Caddy has all its folders in the machine's.
  const environment = {
    ...options.environment,
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
  };
  const file = path.join(home, 'Caddyfile');
  await writeFile(file, caddyfile);
  const site = localCaddySite(await adapt(file, environment), address, storage);
  const configuration = path.join(home, 'caddy.json');
  await writeFile(configuration, site.configuration);
  const caddy = new ProgramProcess({
    name: 'Caddy of the machine',
    command: 'caddy',
    args: ['run', '--config', configuration],
    environment,
    clock,
    onLog,
    untilReady: (_child, signal) => untilServed(site, address, clock, signal),
  });
  await caddy.start();
  return { process: caddy, ports: [site.ports.tls, site.ports.plain] };
}

/** The certificate of the authority in such a folder, as PEM; undefined as long as there is none. */
export async function readAuthority(storage: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path.join(storage, 'pki/authorities/local/root.crt'));
  } catch {
    return undefined;
  }
}

async function adapt(file: string, environment: Record<string, string>): Promise<string> {
  try {
    const args = ['adapt', '--config', file, '--adapter', 'caddyfile'];
    return (await run('caddy', args, { env: environment })).stdout;
  } catch (cause) {
    const { code, stderr = '' } = cause as { code?: unknown; stderr?: string };
    throw new MachineError(
      code === 'ENOENT'
        ? 'The machine speaks TLS by Caddy, and there is no program `caddy` here to run it. ' +
            'To fix it: install Caddy (https://caddyserver.com/docs/install, on Debian apt-get install caddy), ' +
            "or take the setting domain out of the stack's file, such as Pulumi.local.yaml"
        : `Caddy cannot read the Caddyfile in the user data: ${stderr.trim()}`,
      { cause },
    );
  }
}

/** Resolves once a handshake succeeds, whoever has signed the certificate. */
async function untilServed(
  { domain, ports }: CaddySite,
  host: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const socket = connect({
      host,
      port: ports.tls,
      servername: domain,
      rejectUnauthorized: false,
    });
    try {
      await once(socket, 'secureConnect');
      return;
    } catch {
      await elapse(clock, PROBE_MS);
    } finally {
      socket.destroy();
    }
  }
}
