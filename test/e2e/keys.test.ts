import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { eventually } from '../support/eventually';
import { ROOT } from '../support/program-under-mocks';

/** util-linux's, which gives a program a terminal; that of other systems takes other arguments. */
const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) console.warn("The tests of keys are skipped: there is no util-linux's script.");

(hasScript ? describe : describe.skip)('the keys of npm start on a terminal', () => {
  let folder: string;
  let chat: ChildProcessByStdio<Writable, Readable, null>;
  let output = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scf-chat-keys-'));
    const browser = path.join(folder, 'xdg-open');
    await writeFile(browser, `#!/bin/sh\necho "$1" >> "${folder}/opened"\n`);
    await chmod(browser, 0o755);
    chat = spawn('script', ['-qefc', 'node bin/scf-chat start --port 0', '/dev/null'], {
      cwd: ROOT,
      env: { ...process.env, PATH: `${folder}:${process.env['PATH']}`, NO_COLOR: '1' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    chat.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually('the help on keys', () => output.includes('q quit'));
  });
  afterAll(async () => {
    chat.kill();
    await rm(folder, { recursive: true });
  });

  function opened(): Promise<string> {
    return readFile(path.join(folder, 'opened'), 'utf8').catch(() => '');
  }

  it('o opens the page, i the inspector', async () => {
    const [, page] = /^ +Page +(\S+)/m.exec(output) ?? [];
    chat.stdin.write('o');
    await eventually('the page', async () => (await opened()) === `${page}\n`);
    chat.stdin.write('I');
    await eventually('the inspector', async () =>
      (await opened()).endsWith(`\n${page}_inspector\n`),
    );
  });

  it('r deploys again what has changed', async () => {
    chat.stdin.write('r');
    await eventually('it', () => output.includes('nothing is different'));
  });

  it('q ends it', async () => {
    const before = output;
    chat.stdin.write('q');
    const [code] = (await once(chat, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(output.slice(before.length).trim()).toBe('Stopped. Nothing is left behind.');
  });
});
