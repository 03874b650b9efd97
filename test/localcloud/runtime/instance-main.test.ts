import type { LoadedFunction } from '../../../localcloud/runtime/loaded-function';
import { eventually } from '../../support/eventually';
import { FunctionsFromSource } from '../../support/functions-from-source';

describe('a handler', () => {
  let functions: FunctionsFromSource;
  beforeEach(() => {
    functions = new FunctionsFromSource();
  });
  afterEach(() => functions.close());

  async function call(source: string, event = '{}') {
    const loaded = await functions.load(source);
    return loaded.invoke(event, { requestId: 'request-1' });
  }

  it('answers with its promise’s value as JSON', async () => {
    const result = await call(
      'exports.main_handler = async (event) => ({ got: event })',
      '{"text":"你好"}',
    );
    expect(result).toMatchObject({
      requestId: 'request-1',
      status: 200,
      returnMessage: '{"got":{"text":"你好"}}',
      errorMessage: '',
      coldStart: true,
    });
  });

  it('answers null when it returns undefined', async () => {
    expect((await call('exports.main_handler = async () => {}')).returnMessage).toBe('null');
  });

  it('answers through the callback', async () => {
    const result = await call(
      'exports.main_handler = (event, context, done) => done(null, event)',
      '7',
    );
    expect(result).toMatchObject({ status: 200, returnMessage: '7' });
  });

  it('fails through the callback', async () => {
    const result = await call(
      'exports.main_handler = (event, context, done) => done(new Error("refused"))',
    );
    expect(result.status).toBe(430);
    expect(result.errorMessage).toContain('Error: refused');
  });

  it('goes on after the callback until its event loop is empty', async () => {
    const result = await call(`exports.main_handler = (event, context, done) => {
      setTimeout(() => console.log('later'), 20);
      done(null, 'answered');
    }`);
    expect(result.returnMessage).toBe('"answered"');
    expect(result.log).toContain('\tlater\n');
  });

  it('ends at the callback when it says so', async () => {
    const result = await call(`exports.main_handler = (event, context, done) => {
      context.callbackWaitsForEmptyEventLoop = false;
      setInterval(() => {}, 1000);
      done(null, 'answered');
    }`);
    expect(result).toMatchObject({ status: 200, returnMessage: '"answered"' });
  });

  it('answers null when nothing is left that could settle its promise', async () => {
    const result = await call('exports.main_handler = () => new Promise(() => {})');
    expect(result).toMatchObject({ status: 200, returnMessage: 'null' });
  });

  it('cannot answer a later call with what an earlier one left behind', async () => {
    const loaded = await functions.load(`let leftBehind;
      exports.main_handler = (event, context, done) => {
        if (event === 1) {
          context.callbackWaitsForEmptyEventLoop = false;
          done(null, 'first');
          return new Promise((resolve) => { leftBehind = resolve; });
        }
        leftBehind('of the first');
        return new Promise((resolve) => setTimeout(resolve, 20, 'second'));
      }`);
    expect((await loaded.invoke('1')).returnMessage).toBe('"first"');
    expect((await loaded.invoke('2')).returnMessage).toBe('"second"');
  });

  it('fails with its stack, in SCF’s form, when it throws', async () => {
    const result = await call(
      'exports.main_handler = async function main() { throw new Error("no") }',
    );
    expect(result).toMatchObject({ status: 430, returnMessage: '' });
    expect(JSON.parse(result.errorMessage)).toEqual({
      errorCode: 1,
      errorMessage: expect.stringMatching(/^Error: no\n +at main .*index\.js:1/) as string,
      requestId: 'request-1',
      statusCode: 430,
    });
  });

  it('fails when it throws before its promise, or something that is no error', async () => {
    expect((await call('exports.main_handler = () => { throw "plain" }')).errorMessage).toContain(
      '"errorMessage":"plain"',
    );
  });

  it('fails when its value has no JSON form', async () => {
    const result = await call('exports.main_handler = async () => 1n');
    expect(result.status).toBe(430);
    expect(result.errorMessage).toContain('BigInt');
  });

  it('is not called with an event that is not JSON', async () => {
    const result = await call('exports.main_handler = async () => 1', 'hello');
    expect(result).toMatchObject({ status: 400, returnMessage: '' });
  });

  it('keeps its module’s variables from call to call', async () => {
    const loaded = await functions.load(
      'let calls = 0; exports.main_handler = async () => ++calls',
    );
    const first = await loaded.invoke('{}');
    const second = await loaded.invoke('{}');
    expect([first.returnMessage, second.returnMessage]).toEqual(['1', '2']);
    expect([first.coldStart, second.coldStart]).toEqual([true, false]);
  });

  it('finds no channel to its host', async () => {
    const result = await call('exports.main_handler = async () => typeof process.send');
    expect(result.returnMessage).toBe('"undefined"');
  });

  it('is told how much of its time is left', async () => {
    const result = await call(`exports.main_handler = async (event, context) => {
      const before = context.getRemainingTimeInMillis();
      await new Promise((resolve) => setTimeout(resolve, 30));
      return [before, context.getRemainingTimeInMillis()];
    }`);
    const [before, after] = JSON.parse(result.returnMessage) as [number, number];
    expect(before).toBeLessThanOrEqual(20_000);
    expect(after).toBeLessThan(before);
  });

  it('gets the context that SCF gives, key by key', async () => {
    const result = await call(
      'exports.main_handler = async (event, context) => [Object.keys(context).sort(), context]',
    );
    const [keys, context] = JSON.parse(result.returnMessage) as [string[], Record<string, unknown>];
    expect(keys).toEqual([
      'callbackWaitsForEmptyEventLoop',
      'environ',
      'environment',
      'function_name',
      'function_version',
      'getRemainingTimeInMillis',
      'memory_limit_in_mb',
      'namespace',
      'request_id',
      'tencentcloud_appid',
      'tencentcloud_region',
      'tencentcloud_uin',
      'time_limit_in_ms',
    ]);
    expect(context).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      environ: 'SCF_NAMESPACE=default',
      environment: '{"SCF_NAMESPACE":"default"}',
      function_name: 'echo',
      function_version: '$LATEST',
      memory_limit_in_mb: 128,
      namespace: 'default',
      request_id: 'request-1',
      tencentcloud_appid: '1250000000',
      tencentcloud_region: 'ap-guangzhou',
      tencentcloud_uin: '100000000001',
      time_limit_in_ms: 20_000,
    });
  });

  it('that its file does not export is reported, and its instance ended', async () => {
    const loaded = await functions.load('exports.other = 1');
    const result = await loaded.invoke('{}');
    expect(result.status).toBe(437);
    expect(result.errorMessage).toContain('main_handler');
    await eventually('the instance to end', () => loaded.instanceCount === 0);
  });

  it('whose file throws while loading fails with that error', async () => {
    const loaded = await functions.load('console.log("loading"); require("./missing")');
    const result = await loaded.invoke('{}');
    expect(result.status).toBe(430);
    expect(result.errorMessage).toContain("Cannot find module './missing'");
    expect(result.log).toContain('\tloading\n');
    await eventually('the instance to end', () => loaded.instanceCount === 0);
  });
});

describe('the output of a function', () => {
  let functions: FunctionsFromSource;
  let loaded: LoadedFunction;
  beforeEach(() => {
    functions = new FunctionsFromSource();
  });
  afterEach(() => functions.close());

  it('is logged in SCF’s form', async () => {
    loaded = await functions.load(`exports.main_handler = async (event) => {
      console.log('Hello', { event });
      console.error('careful');
    }`);
    const { log } = await loaded.invoke('1', { requestId: 'request-1' });
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
    expect(log.split('\n')).toEqual([
      'START RequestId: request-1',
      'Event RequestId: request-1',
      expect.stringMatching(new RegExp(`^${time}\trequest-1\tHello { event: 1 }$`)),
      expect.stringMatching(new RegExp(`^${time}\trequest-1\tcareful$`)),
      '',
      'END RequestId: request-1',
      expect.stringMatching(
        /^Report RequestId: request-1 Duration:\d+ms Memory:128MB MemUsage:\d+(\.\d+)?MB$/,
      ),
    ]);
  });

  it('is logged as it is when it does not come from the console', async () => {
    loaded = await functions.load(`exports.main_handler = async () => {
      process.stdout.write('raw ');
      process.stderr.write(Buffer.from('bytes'));
      console.dir({ a: 1 });
    }`);
    expect((await loaded.invoke('1')).log).toContain('\nraw bytes{ a: 1 }\n\nEND');
  });

  it('includes Node’s warnings', async () => {
    loaded = await functions.load(`exports.main_handler = (event, context, done) => {
      process.emitWarning('outdated');
      done();
    }`);
    expect((await loaded.invoke('1')).log).toContain('Warning: outdated');
  });

  it('of one call is not in the log of the next', async () => {
    loaded = await functions.load('exports.main_handler = async (event) => console.log(event)');
    await loaded.invoke('"first"');
    const { log } = await loaded.invoke('"second"');
    expect(log).toContain('\tsecond\n');
    expect(log).not.toContain('first');
  });

  it('is cut where it would fill the host', async () => {
    loaded = await functions.load(`exports.main_handler = async () => {
      for (let i = 0; i < 30; i++) console.log('x'.repeat(100_000));
    }`);
    const { log } = await loaded.invoke('1');
    expect(log.length).toBeLessThan(1_200_000);
    expect(log).toMatch(/END RequestId: .*\nReport RequestId: .*$/);
  });
});
