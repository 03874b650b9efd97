import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { zip } from '../../../infra/bundle/zip';
import { createFunctionRuntime } from '../../../localcloud/runtime/function-runtime';
import { systemClock } from '../../../gateway/engine/clock';
import { eventually } from '../../support/eventually';
import { DEFINITION, FunctionsFromSource } from '../../support/functions-from-source';

const CODE_ROOT = 'exports.main_handler = async () => process.env.USER_CODE_ROOT';

describe('a function runtime', () => {
  let functions: FunctionsFromSource;
  beforeEach(() => {
    functions = new FunctionsFromSource();
  });
  afterEach(() => functions.close());

  async function codeRoot(): Promise<string> {
    const loaded = await functions.load(CODE_ROOT);
    return JSON.parse((await loaded.invoke('{}')).returnMessage) as string;
  }

  it('lets the handler require and read what the zip holds', async () => {
    const loaded = await functions.runtime.load(
      DEFINITION,
      await zip({
        'index.js': `const { readFileSync } = require('fs');
          exports.main_handler = async () => [require('./lib/one'), readFileSync('lib/two.txt', 'utf8')]`,
        'lib/one.js': 'module.exports = 1',
        'lib/two.txt': 'two',
      }),
    );
    expect((await loaded.invoke('{}')).returnMessage).toBe('[1,"two"]');
  });

  it('leaves no folder and no process when it is closed', async () => {
    const loaded = await functions.load(`const server = require('http').createServer();
      exports.main_handler = (event, context, done) => {
        context.callbackWaitsForEmptyEventLoop = false;
        server.listen(0, '127.0.0.1', () => done(null, server.address().port));
      }`);
    const port = Number((await loaded.invoke('{}')).returnMessage);
    const root = dirname(await codeRoot());
    const running = loaded.invoke('{}');
    expect(existsSync(root)).toBe(true);

    await functions.close();
    expect(existsSync(root)).toBe(false);
    expect(loaded.instanceCount).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
    await running;
  });

  it('removes code that nothing uses any more', async () => {
    const root = await codeRoot();
    const loaded = await functions.load(CODE_ROOT);
    const second = JSON.parse((await loaded.invoke('{}')).returnMessage) as string;
    await loaded.replace({ ...DEFINITION, timeoutSeconds: 9 });
    expect((await loaded.invoke('{}')).returnMessage).toBe(JSON.stringify(second));
    await loaded.replace(DEFINITION, await zip({ 'index.js': CODE_ROOT }));
    await eventually('the old code to go', () => !existsSync(second));
    expect(existsSync(root)).toBe(true);
    await loaded.dispose();
    expect((await readdir(dirname(root))).filter((name) => name.startsWith('code-'))).toHaveLength(
      1,
    );
  });

  it('loads nothing once it is closed', async () => {
    await functions.close();
    await expect(functions.load(CODE_ROOT)).rejects.toThrow('closed');
  });

  it('closes while a function is loading', async () => {
    const loading = functions.load(CODE_ROOT);
    await functions.close();
    await Promise.allSettled([loading]);
    await expect(functions.load(CODE_ROOT)).rejects.toThrow('closed');
  });

  it('refuses a runtime other than Node.js', async () => {
    await expect(functions.load('', { runtime: 'Python2.7' })).rejects.toMatchObject({
      code: 'UnsupportedRuntime',
      message: expect.stringContaining('Python2.7') as string,
    });
  });

  it.each(['index', 'index.', '.main', '../index.main', 'a/b.main', 'index.main.js'])(
    'refuses the handler "%s"',
    async (handler) => {
      await expect(functions.load('', { handler })).rejects.toMatchObject({
        code: 'InvalidHandler',
      });
    },
  );
});

describe('two function runtimes', () => {
  it('have nothing to do with each other', async () => {
    const options = {
      clock: systemClock,
      region: 'ap-guangzhou',
      appId: '1250000000',
      uin: '100000000001',
      credentialsFor: () => ({ secretId: '', secretKey: '', sessionToken: '' }),
      platformEnvironment: {},
    };
    const [first, second] = [createFunctionRuntime(options), createFunctionRuntime(options)];
    const code = await zip({ 'index.js': 'exports.main_handler = async () => 1' });
    const survivor = await second.load(DEFINITION, code);
    await (await first.load(DEFINITION, code)).invoke('{}');
    await first.close();
    expect((await survivor.invoke('{}')).status).toBe(200);
    await second.close();
  });
});
