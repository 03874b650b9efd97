import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileOfMachine, itWhere } from '../../../support/machine-user-data';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-caddy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What Caddy says about the Caddyfile of a machine. */
async function ask(command: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const file = path.join(folder, 'Caddyfile');
  await writeFile(file, await fileOfMachine('/etc/scf-chat/Caddyfile'));
  return run('caddy', [command, '--config', file, '--adapter', 'caddyfile'], {
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
}

describe('the Caddyfile of a machine with a domain', () => {
  it('has every blank filled in', async () => {
    expect(await fileOfMachine('/etc/scf-chat/Caddyfile')).not.toMatch(/@[A-Z_]+@/);
  });

  itWhere('caddy', 'version')('is valid, and formatted as Caddy would', async () => {
    const { stdout, stderr } = await ask('validate');
    expect(`${stdout}${stderr}`).toContain('Valid configuration');
    expect(`${stdout}${stderr}`).not.toContain('not formatted');
  });

  itWhere('caddy', 'version')(
    'serves the one name, on the private address, and no more',
    async () => {
      const { stdout } = await ask('adapt');
      expect(JSON.parse(stdout)).toMatchObject({
        admin: { disabled: true },
        apps: {
          http: {
            http_port: 80,
            https_port: 443,
            servers: {
              srv0: {
                listen: ['10.77.0.10:443'],
                protocols: ['h1'],
                routes: [{ match: [{ host: ['chat.example.com'] }], terminal: true }],
              },
            },
          },
        },
      });
      expect(stdout).toContain('"upstreams":[{"dial":"10.77.0.10:8080"}]');
    },
  );
});
