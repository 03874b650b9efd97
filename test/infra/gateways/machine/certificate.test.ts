import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { caddyfile } from '../../../../infra/gateways/machine/caddy';
import { readMachineFiles } from '../../../../infra/gateways/machine/machine-files';
import { AcmeAuthority, HAS_PEBBLE } from '../../../support/acme-authority';
import { HAS_CADDY } from '../../../support/caddy';
import { freePort } from '../../../support/free-port';
import { eventually } from '../../../support/eventually';
import { ROOT } from '../../../support/program-under-mocks';

const run = promisify(execFile);
const NAME = 'chat.example.com';
/** Not 127.0.0.1, where whatever listens on all addresses would be, too. */
const ADDRESS = '127.20.3.10';

const hasAll = HAS_CADDY && HAS_PEBBLE;
if (!hasAll) {
  console.warn('The tests of certificates are skipped: they need caddy, pebble, openssl.');
}

(hasAll ? describe : describe.skip)('the Caddy of a machine, asking an authority', () => {
  let folder: string;
  let ports: { readonly https: number; readonly http: number };
  let authority: AcmeAuthority;
  let caddy: ChildProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-certificate-'));
    ports = { https: await freePort(), http: await freePort() };
    authority = await AcmeAuthority.start({ address: ADDRESS, ports });
  });
  afterAll(async () => {
    await authority.close();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    if (caddy === undefined) return;
    const ended = once(caddy, 'exit');
    caddy.kill();
    await ended;
  });

  /** Runs the very Caddyfile; only that the authority is ours, which can ask in one way only. */
  async function start(notBy: string): Promise<void> {
    const home = await mkdtemp(path.join(folder, 'home-'));
    const env = { PATH: process.env['PATH'] ?? '', HOME: home };
    const file = path.join(home, 'Caddyfile');
    const { caddyfile: template } = await readMachineFiles(ROOT);
    const domain = { name: NAME, zone: '', ports };
    await writeFile(file, caddyfile(template, { domain, address: ADDRESS, gatewayPort: 9 }));
    const args = ['adapt', '--config', file, '--adapter', 'caddyfile'];
    const adapted = JSON.parse((await run('caddy', args, { env })).stdout) as { apps: object };
    const issuer = {
      module: 'acme',
      ca: authority.directory,
      trusted_roots_pem_files: [authority.certificate],
      challenges: { [notBy]: { disabled: true } },
    };
    const tls = { automation: { policies: [{ issuers: [issuer] }] } };
    const configuration = path.join(home, 'caddy.json');
    await writeFile(configuration, JSON.stringify({ ...adapted, apps: { ...adapted.apps, tls } }));
    caddy = spawn('caddy', ['run', '--config', configuration], { env, stdio: 'ignore' });
  }

  /** Who has signed the certificate that clients see; nobody as long as there is none. */
  async function signer(): Promise<string> {
    const socket = connect({
      host: ADDRESS,
      port: ports.https,
      servername: NAME,
      rejectUnauthorized: false,
    });
    try {
      await once(socket, 'secureConnect');
      return String(socket.getPeerCertificate().issuer.CN);
    } catch {
      return '';
    } finally {
      socket.destroy();
    }
  }

  it.each([
    ['port 80', 'tls-alpn'],
    ['port 443', 'http'],
  ])('gets a certificate when it is asked on %s alone', async (_port, notBy) => {
    await start(notBy);
    await eventually('the certificate', async () => (await signer()).includes('Pebble'));
  });
});
