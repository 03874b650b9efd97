import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zip } from '../../../infra/bundle/zip';
import type { RoleCredentials } from '../../../localcloud/runtime/invocation';
import { eventually } from '../../support/eventually';
import { FakeClock } from '../../support/fake-clock';
import { DEFINITION, FunctionsFromSource } from '../../support/functions-from-source';

const MB = 1024 * 1024;
/** Answers with its version and how often it was called, after the milliseconds in the event. */
function counting(version: string): string {
  return `let calls = 0;
    exports.main_handler = async (ms) => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, ms));
      return '${version}' + calls;
    }`;
}

describe('a loaded function', () => {
  let functions: FunctionsFromSource;
  afterEach(() => functions.close());

  it('runs concurrent calls on instances that share no variables', async () => {
    functions = new FunctionsFromSource();
    const loaded = await functions.load(counting('v'));
    const results = await Promise.all([30, 30, 30].map((ms) => loaded.invoke(String(ms))));
    expect(results.map(({ returnMessage }) => returnMessage)).toEqual(['"v1"', '"v1"', '"v1"']);
    expect(loaded.instanceCount).toBe(3);
  });

  it('has calls above the cap wait, outside their time-out', async () => {
    const clock = new FakeClock();
    functions = new FunctionsFromSource({ clock, instanceCap: 1 });
    const loaded = await functions.load(counting('v'), { timeoutSeconds: 3 });
    await loaded.invoke('0');
    const first = loaded.invoke('1000000');
    const second = loaded.invoke('0');
    await eventually('the first call to run', () => clock.pendingTimers === 2);
    await clock.advance(3000);
    expect((await first).status).toBe(433);
    expect(await second).toMatchObject({ status: 200, returnMessage: '"v1"' });
  });

  it('refuses calls above the cap with 432 where it is told to', async () => {
    functions = new FunctionsFromSource({ instanceCap: 1, whenBusy: 'refuse' });
    const loaded = await functions.load(counting('v'));
    const first = loaded.invoke('30');
    const refused = await loaded.invoke('0', { requestId: 'request-2' });
    expect(refused).toMatchObject({ requestId: 'request-2', status: 432, log: '' });
    expect(refused.errorMessage).toContain('concurrency exceeded');
    expect((await first).status).toBe(200);
  });

  it('takes events up to 6 MB', async () => {
    functions = new FunctionsFromSource();
    const loaded = await functions.load('exports.main_handler = async (event) => event.length');
    const largest = JSON.stringify('x'.repeat(6 * MB - 2));
    expect(await loaded.invoke(largest)).toMatchObject({ returnMessage: String(6 * MB - 2) });
    expect(await loaded.invoke(`${largest} `)).toMatchObject({ status: 406, returnMessage: '' });
  });

  it('gives answers up to 6 MB', async () => {
    functions = new FunctionsFromSource();
    const loaded = await functions.load('exports.main_handler = async (size) => "x".repeat(size)');
    expect((await loaded.invoke(String(6 * MB - 2))).status).toBe(200);
    expect(await loaded.invoke(String(6 * MB - 1))).toMatchObject({
      status: 407,
      returnMessage: '',
    });
  });

  it('shows its environment and nothing of the host’s', async () => {
    functions = new FunctionsFromSource({
      platformEnvironment: { COS_ENDPOINT: 'http://127.0.0.1:1', PLATFORM: 'platform' },
    });
    const loaded = await functions.load(
      'exports.main_handler = async (event, context) => ({ env: { ...process.env }, environment: JSON.parse(context.environment), environ: context.environ })',
      { environment: { COS_ENDPOINT: 'http://own', NODE_OPTIONS: '--no-such-option' } },
    );
    const { env, environment, environ } = JSON.parse((await loaded.invoke('{}')).returnMessage) as {
      env: Record<string, string>;
      environment: Record<string, string>;
      environ: string;
    };
    const configured = {
      COS_ENDPOINT: 'http://own',
      PLATFORM: 'platform',
      NODE_OPTIONS: '--no-such-option',
    };
    expect(env).toEqual({
      ...configured,
      SCF_FUNCTIONNAME: 'echo',
      SCF_FUNCTIONVERSION: '$LATEST',
      SCF_NAMESPACE: 'default',
      SCF_RUNTIME: 'Nodejs20.19',
      TENCENTCLOUD_APPID: '1250000000',
      TENCENTCLOUD_REGION: 'ap-guangzhou',
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_UIN: '100000000001',
      USER_CODE_ROOT: expect.stringMatching(/scf-chat.*\/$/) as string,
    });
    expect(environment).toEqual({ SCF_NAMESPACE: 'default', ...configured });
    expect(environ).toContain('COS_ENDPOINT=http://own;');
  });

  it('gets its role’s credentials, renewed ones in a running instance', async () => {
    let generation = 0;
    functions = new FunctionsFromSource({
      credentialsFor(role): RoleCredentials {
        generation += 1;
        return {
          secretId: `id-of-${role}-${generation}`,
          secretKey: `key-${generation}`,
          sessionToken: `token-${generation}`,
        };
      },
    });
    const loaded = await functions.load(
      `exports.main_handler = async (event, context) => [
        process.env.TENCENTCLOUD_SECRETID,
        process.env.TENCENTCLOUD_SECRETKEY,
        process.env.TENCENTCLOUD_SESSIONTOKEN,
        JSON.parse(context.environment).TENCENTCLOUD_SECRETID,
      ]`,
      { role: 'chat' },
    );
    const first = await loaded.invoke('{}');
    const second = await loaded.invoke('{}');
    expect(JSON.parse(first.returnMessage)).toEqual([
      'id-of-chat-1',
      'key-1',
      'token-1',
      'id-of-chat-1',
    ]);
    expect(JSON.parse(second.returnMessage)).toEqual([
      'id-of-chat-2',
      'key-2',
      'token-2',
      'id-of-chat-2',
    ]);
    expect(second.coldStart).toBe(false);
  });

  it('lends its instance again after its credentials could not be had', async () => {
    let available = false;
    functions = new FunctionsFromSource({
      instanceCap: 1,
      credentialsFor() {
        if (!available) throw new Error('no such role');
        return { secretId: 'id', secretKey: 'key', sessionToken: 'token' };
      },
    });
    const loaded = await functions.load(counting('v'), { role: 'chat' });
    await expect(loaded.invoke('0')).rejects.toThrow('no such role');
    available = true;
    expect((await loaded.invoke('0')).status).toBe(200);
  });

  it('replaced while a call runs ends that call on the old code and runs later ones on the new', async () => {
    functions = new FunctionsFromSource({ instanceCap: 1 });
    const folder = await mkdtemp(join(tmpdir(), 'scf-chat-test-'));
    const signal = join(folder, 'go');
    const loaded = await functions.load(`const { existsSync } = require('fs');
      const { setTimeout: pause } = require('timers/promises');
      exports.main_handler = async (signal) => {
        while (!existsSync(signal)) await pause(5);
        return 'old';
      }`);
    const running = loaded.invoke(JSON.stringify(signal));
    const waiting = loaded.invoke('0');
    await loaded.replace(DEFINITION, await zip({ 'index.js': counting('new') }));
    const later = loaded.invoke('0');
    const answers = [await waiting, await later].map(({ returnMessage }) => returnMessage);
    expect(answers).toEqual(['"new1"', '"new2"']);

    await writeFile(signal, '');
    expect((await running).returnMessage).toBe('"old"');
    await eventually('the old instance to end', () => loaded.instanceCount === 1);
    await rm(folder, { recursive: true });
  });

  it('replaced without a zip keeps its code and takes the new definition', async () => {
    functions = new FunctionsFromSource();
    const loaded = await functions.load(
      'exports.main_handler = async (event, context) => [process.env.LEVEL, context.time_limit_in_ms]; exports.second = async () => 2',
      { environment: { LEVEL: '1' } },
    );
    await loaded.replace({ ...DEFINITION, environment: { LEVEL: '2' }, timeoutSeconds: 9 });
    expect((await loaded.invoke('{}')).returnMessage).toBe('["2",9000]');
    await loaded.replace({ ...DEFINITION, handler: 'index.second' });
    expect((await loaded.invoke('{}')).returnMessage).toBe('2');
  });

  it('takes the last of several replacements asked for at once', async () => {
    functions = new FunctionsFromSource();
    const loaded = await functions.load(counting('first'));
    const second = await zip({ 'index.js': counting('second') });
    await Promise.all([
      loaded.replace({ ...DEFINITION, timeoutSeconds: 4 }, second),
      loaded.replace({ ...DEFINITION, timeoutSeconds: 5, environment: { LEVEL: '1' } }),
    ]);
    expect((await loaded.invoke('0')).returnMessage).toBe('"second1"');
  });

  it('stays as it was when a replacement is refused', async () => {
    functions = new FunctionsFromSource();
    const loaded = await functions.load(counting('old'));
    await expect(loaded.replace(DEFINITION, Buffer.from('no zip'))).rejects.toMatchObject({
      code: 'UnreadableZip',
    });
    await expect(loaded.replace({ ...DEFINITION, handler: 'app.run' })).rejects.toMatchObject({
      code: 'HandlerFileMissing',
    });
    expect((await loaded.invoke('0')).returnMessage).toBe('"old1"');
  });

  it('that is disposed of answers 435 to running, waiting and later calls', async () => {
    functions = new FunctionsFromSource({ instanceCap: 1 });
    const loaded = await functions.load(counting('v'));
    await loaded.invoke('0');
    const calls = [loaded.invoke('1000000'), loaded.invoke('0')];
    await loaded.dispose();
    calls.push(loaded.invoke('0'));
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([435, 435, 435]);
    expect(loaded.instanceCount).toBe(0);
    await expect(loaded.replace(DEFINITION)).rejects.toThrow('disposed');
  });
});
