import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { ProjectCopy } from '../support/project-copy';
import { runCommand, type CommandResult } from '../support/running-chat';

describe('a mistake in the project', () => {
  let copy: ProjectCopy;
  beforeEach(async () => {
    copy = await ProjectCopy.ofProject();
  });
  afterEach(() => copy.remove());

  async function startWith(file: string, change: (text: string) => string): Promise<CommandResult> {
    await copy.edit(file, change);
    return runCommand(['start', '--json', '--port', '0'], copy.root);
  }

  function expectOneClearMessage({ code, stdout, stderr }: CommandResult, message: RegExp): void {
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.split('\n').length).toBeLessThanOrEqual(6);
    expect(code).toBe(1);
    expect(stdout).not.toContain('"event":"created"');
  }

  it('in a setting names the setting, what is expected and how to fix it', async () => {
    const result = await startWith(
      'Pulumi.local.yaml',
      (text) => `${text}  scf-chat:serviceTimeout: soon\n  scf-chat:colour: red\n`,
    );
    expectOneClearMessage(result, /scf-chat:serviceTimeout is "soon", expected a whole number/);
    expect(result.stderr).toContain('scf-chat:colour is not a setting');
  });

  it('in the region names the regions there are', async () => {
    const result = await startWith('Pulumi.local.yaml', (text) =>
      text.replace('ap-guangzhou', 'ap-atlantis'),
    );
    expectOneClearMessage(result, /There is no region "ap-atlantis"/);
  });

  it('in a handler names file, line and column', async () => {
    const result = await startWith('functions/transport.ts', () => 'export const broken = ;\n');
    expectOneClearMessage(result, /functions\/transport\.ts:1:23: /);
  });

  it('in the program names file, line and column', async () => {
    const result = await startWith('infra/chat.ts', (text) => `${text}\nconst broken = ;\n`);
    expectOneClearMessage(result, /infra\/chat\.ts:\d+:16: /);
  });

  it('in the page names file, line and column', async () => {
    const result = await startWith('web/main.ts', (text) => `${text}\nconst broken = ;\n`);
    expectOneClearMessage(result, /web\/main\.ts:\d+:\d+: /);
  });

  it('in the names says which name is too long, with the AppId', async () => {
    const result = await startWith('Pulumi.yaml', (text) =>
      text.replace('name: scf-chat', 'name: scf-chat-of-a-long-name'),
    );
    expectOneClearMessage(result, /scf-chat-of-a-long-name-local-1250000000\.cos/);
  });

  it('in the credentials is met before Pulumi is downloaded, and leaves nothing', async () => {
    const { TENCENTCLOUD_SECRET_ID: _id, TENCENTCLOUD_SECRET_KEY: _key, ...rest } = process.env;
    const environment = { ...rest, PULUMI_HOME: path.join(copy.root, 'no-pulumi') };
    for (const command of ['preview', 'up']) {
      const result = await runCommand([command, '--stack', 'prod'], copy.root, environment);
      expectOneClearMessage(result, /There are no credentials/);
    }
    expect(await readdir(copy.root)).not.toContain('.scf-chat');
  });

  it('in the installation is met before anything else', async () => {
    await rm(path.join(copy.root, 'node_modules'));
    const result = await runCommand(['start'], copy.root);
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The dependencies are not installed.\nTo fix it: npm ci\n',
    });
  });
});
