import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject, type EngineRun } from '../support/engine/engine-project';
import { PULUMI } from '../support/engine/engine-tools';

jest.setTimeout(300_000);

/** A key that a local cloud does not know, and that no terminal has from one. */
const FOREIGN_KEY = {
  TENCENTCLOUD_SECRET_ID: 'AKIDEXAMPLE',
  TENCENTCLOUD_SECRET_KEY: 'examplekey',
};

describeEngine('a mistake in a command', () => {
  let cloud: LocalCloud;
  let project: EngineProject;

  beforeEach(async () => {
    cloud = await startLocalCloud({ port: 0 });
    // The backend that the scripts choose themselves, with a passphrase that they make.
    project = await EngineProject.create({
      PULUMI_BACKEND_URL: undefined,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    });
  });
  afterEach(async () => {
    await cloud.close();
    await project.remove();
  });

  /** A command exactly as it is typed, without what an unattended run says beforehand. */
  function type(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<EngineRun> {
    const program = path.join(project.root, 'bin/scf-chat');
    return project.spawn(process.execPath, [program, ...args], environment).ended;
  }

  function settingsOf(stack: string): Promise<string> {
    return readFile(path.join(project.root, `Pulumi.${stack}.yaml`), 'utf8');
  }

  it('that only looks makes no secret, and names the stacks there are', async () => {
    const run = await type({}, 'outputs');
    expect(run).toMatchObject({
      code: 1,
      output:
        'There is no stack "dev". There are: none yet. Nothing was changed.\nTo fix it: npm run up -- --stack dev makes it.\n',
    });
    await type({}, 'pulumi', 'config', 'get', 'functionTimeout');
    expect(await readdir(path.join(project.root, '.scf-chat'))).toEqual(['backend']);
    await project.run('pulumi', 'stack', 'init', 'prod');
    const typo = await type({}, 'destroy', '--yes', '--stack', 'prdo');
    expect(typo.output).toMatch(/^There is no stack "prdo"\. There are: prod\..*\n.*\n$/);
  });

  it('in a setting is met before the stack is made', async () => {
    await project.edit('Pulumi.dev.yaml', (text) => `${text}  scf-chat:functionTimeout: abc\n`);
    const run = await type(FOREIGN_KEY, 'preview');
    expect(run.code).toBe(1);
    expect(run.output).toContain('functionTimeout is "abc", expected a whole number of seconds');
    expect(run.output).not.toContain('Created stack');
    const [, fix = ''] = /npm run pulumi -- (config set .+)$/m.exec(run.output) ?? [];
    await project.run('pulumi', ...fix.replaceAll('"', '').split(' '));
    expect(await settingsOf('dev')).toContain('functionTimeout: "15"');
  });

  it('of the key, or of the network, is told at once', async () => {
    const toCloud = { TENCENTCLOUD_PROTOCOL: 'HTTP', HTTP_PROXY: cloud.baseUrl };
    const wrong = await type({ ...FOREIGN_KEY, ...toCloud }, 'preview');
    expect(wrong.output).toMatch(/^Tencent did not accept the access key: .*AuthFailure/m);
    const toNobody = { ...toCloud, HTTP_PROXY: 'http://127.0.0.1:1' };
    const nobody = await type({ ...FOREIGN_KEY, ...toNobody }, 'preview');
    expect(nobody.output).toMatch(/^Tencent cannot be reached: .*ECONNREFUSED/m);
    expect([wrong.code, nobody.code]).toEqual([1, 1]);
  });

  it('of the key is told without a stack trace to a bare pulumi, too', async () => {
    project.use(cloud);
    await project.run('pulumi', 'config', 'set', 'functionTimeout', '20', '--stack', 'local');
    const backend = path.join(project.root, '.scf-chat/backend');
    const run = await project.spawn(
      PULUMI,
      ['preview', '--stack', 'local', '--non-interactive', '--color', 'never'],
      {
        ...cloud.environment,
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: 'the-local-cloud-has-no-secrets',
        TENCENTCLOUD_SECRET_KEY: 'wrong',
      },
    ).ended;
    expect(run.code).not.toBe(0);
    expect(run.output).toContain('Code=AuthFailure.SignatureFailure');
    expect(run.output).toContain('- AuthFailure: the key is wrong; set TENCENTCLOUD_SECRET_ID');
    expect(run.output).not.toMatch(/^\s+at /m);
    expect(run.output).not.toContain('unhandled exception');
  });

  it('of the stack changes no setting of another one, and needs no cloud', async () => {
    await project.run('pulumi', 'config', 'set', 'functionTimeout', '20', '--stack', 'local');
    await project.run('pulumi', 'config', 'set', 'functionTimeout', '30');
    expect(await settingsOf('local')).toContain('functionTimeout: "20"');
    expect(await settingsOf('dev')).toContain('functionTimeout: "30"');
    const { output } = await project.run('pulumi', 'config', 'get', 'functionTimeout');
    expect(output.trim()).toBe('30');
  });

  it('that nobody is asked about says which word is missing, and no way to go on', async () => {
    project.use(cloud);
    await project.run('pulumi', 'config', 'set', 'functionTimeout', '20', '--stack', 'local');
    const run = await type({}, 'destroy', '--stack', 'local');
    expect(run.code).not.toBe(0);
    expect(run.output).toContain('--yes');
    expect(run.output).toMatch(/\nTo fix it: npm run destroy -- --yes --stack local\n$/);
    expect(run.output).not.toContain('To go on');
  });
});
