import { createScf } from '../../../../localcloud/services/scf/scf-service';
import { TagStore } from '../../../../localcloud/services/tag/tag-store';
import { callService } from '../../../support/call-service';
import { FakeClock } from '../../../support/fake-clock';
import { ScriptedRuntime } from '../../../support/scripted-runtime';

const ZIP = Buffer.from('PK and so on');
const FUNCTION = {
  FunctionName: 'echo',
  Code: { ZipFile: ZIP.toString('base64') },
  Handler: 'index.main_handler',
  Runtime: 'Nodejs20.19',
};
const NAME = { FunctionName: 'echo' };

function setUp() {
  const clock = new FakeClock(Date.UTC(2026, 0, 1));
  const runtime = new ScriptedRuntime();
  const tags = new TagStore();
  const invocations: string[] = [];
  const scf = createScf({
    clock,
    region: 'ap-guangzhou',
    uin: '100000000001',
    tags,
    runtime,
    mayAssume: (roleName) => roleName === 'member',
    onInvocation: (functionName, { requestId }) => invocations.push(functionName + requestId),
  });
  const call = (action: string, input?: object) => callService(scf.service, action, input);
  return { clock, runtime, tags, scf, call, invocations };
}

async function withFunction(more: object = {}) {
  const set = setUp();
  expect(await set.call('CreateFunction', { ...FUNCTION, ...more })).toEqual({});
  await settled(set.call);
  return set;
}

/** Waits until nothing goes on with the function; returns it. */
async function settled(call: ReturnType<typeof setUp>['call']) {
  for (;;) {
    const answer = await call('GetFunction', NAME);
    if (answer['Status'] !== 'Creating' && answer['Status'] !== 'Updating') return answer;
  }
}

describe('a function', () => {
  it('is Creating until its code is unpacked, then Active', async () => {
    const { call, runtime, scf } = setUp();
    let open = (): void => undefined;
    runtime.gate = new Promise((resolve) => (open = resolve));
    await call('CreateFunction', FUNCTION);
    const before = await call('GetFunction', NAME);
    const wasActive = scf.isActive('echo', 'default');
    open();
    const after = await settled(call);
    expect([before['Status'], after['Status']]).toEqual(['Creating', 'Active']);
    expect([wasActive, scf.isActive('echo', 'default')]).toEqual([false, true]);
    expect(scf.isActive('echo', 'other')).toBe(false);
  });

  it('is CreateFailed, with the reason, when its code cannot be used', async () => {
    const { call, runtime } = setUp();
    runtime.gate = Promise.reject(new Error('index.js is missing'));
    await call('CreateFunction', FUNCTION);
    expect(await settled(call)).toMatchObject({
      Status: 'CreateFailed',
      StatusDesc: 'index.js is missing',
      StatusReasons: [{ ErrorMessage: 'index.js is missing' }],
    });
    expect(await call('InvokeFunction', NAME)).toEqual({
      code: 'FailedOperation.FunctionStatusError',
    });
  });

  it('has the defaults of Tencent where nothing else is said', async () => {
    const { call, runtime } = await withFunction();
    expect(await call('GetFunction', NAME)).toMatchObject({
      MemorySize: 128,
      Timeout: 3,
      Role: '',
      Environment: { Variables: [] },
      CodeSize: ZIP.length,
      AddTime: '2026-01-01 08:00:00',
      ImageConfig: null,
      InstanceConcurrencyConfig: null,
    });
    expect(runtime.definitions).toEqual([
      {
        functionName: 'echo',
        namespace: 'default',
        handler: 'index.main_handler',
        runtime: 'Nodejs20.19',
        memoryMb: 128,
        timeoutSeconds: 3,
        environment: {},
        role: undefined,
      },
    ]);
  });

  it('is run with what was set', async () => {
    const { runtime } = await withFunction({
      MemorySize: 256,
      Timeout: 900,
      Role: 'member',
      Environment: { Variables: [{ Key: 'A', Value: 'b' }] },
    });
    expect(runtime.definitions[0]).toMatchObject({
      memoryMb: 256,
      timeoutSeconds: 900,
      role: 'member',
      environment: { A: 'b' },
    });
    expect(runtime.zips[0]).toEqual(ZIP);
  });

  it('gets a new configuration; what is left out stays', async () => {
    const { call, runtime } = await withFunction({ Timeout: 7, Description: 'old' });
    await call('UpdateFunctionConfiguration', {
      ...NAME,
      Description: '',
      Environment: { Variables: [{ Key: 'A', Value: 'b' }] },
    });
    const before = await call('GetFunction', NAME);
    const after = await settled(call);
    expect(before['Status']).toBe('Updating');
    expect(after).toMatchObject({ Status: 'Active', Timeout: 7, Description: '' });
    expect(runtime.definitions[1]).toMatchObject({ environment: { A: 'b' }, timeoutSeconds: 7 });
    expect(runtime.zips[1]).toBeUndefined();
  });

  it('loses its environment by one pair of empty texts, as the provider sends it', async () => {
    const { call, runtime } = await withFunction({
      Environment: { Variables: [{ Key: 'A', Value: 'b' }] },
    });
    const Variables = [{ Key: '', Value: '' }];
    await call('UpdateFunctionConfiguration', { ...NAME, Environment: { Variables } });
    await settled(call);
    expect(runtime.definitions[1]?.environment).toEqual({});
  });

  it('gets new code and handler', async () => {
    const { call, runtime } = await withFunction();
    const zip = Buffer.from('PK and other code');
    const Code = { ZipFile: zip.toString('base64') };
    await call('UpdateFunctionCode', { ...NAME, Code, Handler: 'other.handle' });
    const { CodeSize, Handler } = await settled(call);
    expect([CodeSize, Handler]).toEqual([zip.length, 'other.handle']);
    expect(runtime.zips[1]).toEqual(zip);
    expect(runtime.definitions[1]?.handler).toBe('other.handle');
  });

  it('cannot be changed while something goes on with it', async () => {
    const { call } = setUp();
    await call('CreateFunction', FUNCTION);
    expect(await call('UpdateFunctionConfiguration', { ...NAME, Timeout: 5 })).toEqual({
      code: 'FailedOperation.FunctionStatusError',
    });
  });

  it('is gone at once when it is deleted, even while it is created', async () => {
    const { call, runtime } = setUp();
    await call('CreateFunction', FUNCTION);
    await call('DeleteFunction', NAME);
    expect(await call('GetFunction', NAME)).toEqual({ code: 'ResourceNotFound.Function' });
    expect(runtime.disposed).toBe(1);
  });

  it('has the tags that it was made with and those put on it later', async () => {
    const { call, tags } = await withFunction({ Tags: [{ Key: 'a', Value: '1' }] });
    const { FunctionId } = await call('GetFunction', NAME);
    tags.set({ service: 'scf', prefix: 'lambda', id: String(FunctionId) }, 'b', '2');
    expect((await call('GetFunction', NAME))['Tags']).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ]);
  });

  it('is listed in its namespace', async () => {
    const { call } = await withFunction();
    expect(await call('ListFunctions')).toMatchObject({
      TotalCount: 1,
      Functions: [{ FunctionName: 'echo', Status: 'Active' }],
    });
  });
});

describe('CreateFunction', () => {
  function environment(Key: string, Value = ''): object {
    return { Environment: { Variables: [{ Key, Value }] } };
  }

  it.each([
    ['ResourceInUse.Function', {}],
    ['ResourceNotFound.Namespace', { FunctionName: 'other', Namespace: 'other' }],
    ['FailedOperation.QcsRoleNotFound', { FunctionName: 'other', Role: 'nobody' }],
    ['InvalidParameter.FunctionName', { FunctionName: 'a' }],
    ['InvalidParameter.FunctionName', { FunctionName: `a${'b'.repeat(60)}` }],
    ['InvalidParameter.FunctionName', { FunctionName: '1a' }],
    ['InvalidParameter.FunctionName', { FunctionName: 'a-' }],
    ['InvalidParameterValue.Runtime', { FunctionName: 'other', Runtime: 'Go1' }],
    ['InvalidParameterValue.Handler', { FunctionName: 'other', Handler: 'src/index.handle' }],
    ['InvalidParameterValue.MemorySize', { FunctionName: 'other', MemorySize: 100 }],
    ['InvalidParameterValue.MemorySize', { FunctionName: 'other', MemorySize: 3200 }],
    ['InvalidParameterValue.MemorySize', { FunctionName: 'other', MemorySize: 0 }],
    ['LimitExceeded.Timeout', { FunctionName: 'other', Timeout: 901 }],
    ['InvalidParameterValue', { FunctionName: 'other', Timeout: 0 }],
    ['InvalidParameterValue.Environment', { FunctionName: 'other', ...environment('1A') }],
    ['InvalidParameterValue.EnvironmentSystemProtect', { ...environment('SCF_X') }],
    ['InvalidParameterValue.EnvironmentSystemProtect', { ...environment('TENCENTCLOUD_X') }],
    ['InvalidParameterValue.EnvironmentSystemProtect', { ...environment('QCLOUD_X') }],
    ['InvalidParameterValue.EnvironmentExceededLimit', { ...environment('A', 'x'.repeat(4096)) }],
    ['InvalidParameterValue.ZipFileBase64BinasciiError', { Code: { ZipFile: 'UEs?' } }],
    ['InvalidParameterValue.ZipFileBase64BinasciiError', { Code: { ZipFile: '' } }],
    ['InvalidParameterValue.ZipFile', { Code: { ZipFile: 'AAAA' } }],
    ['InvalidParameterValue', { Type: 'HTTP' }],
    ['UnknownParameter', { Layers: [] }],
    ['MissingParameter', { Runtime: undefined, FunctionName: undefined }],
  ])('answers %s to %j', async (code, change) => {
    const { call } = await withFunction();
    const FunctionName = code === 'ResourceInUse.Function' ? 'echo' : 'other';
    const input: object = { ...FUNCTION, FunctionName, ...change };
    expect(await call('CreateFunction', JSON.parse(JSON.stringify(input)) as object)).toEqual({
      code,
    });
  });

  it.each([
    { MemorySize: 64 },
    { MemorySize: 3072 },
    { FunctionName: 'ab' },
    { FunctionName: `a${'b'.repeat(59)}` },
    environment('A', 'x'.repeat(4095)),
  ])('takes %j, which is just within the limit', async (change) => {
    expect(await setUp().call('CreateFunction', { ...FUNCTION, ...change })).toEqual({});
  });

  it('answers InvalidParameterValue.InlineZipFile to more than 50 MB', async () => {
    const zip = Buffer.alloc(50 * 1024 * 1024 + 1);
    zip.write('PK');
    const Code = { ZipFile: zip.toString('base64') };
    expect(await setUp().call('CreateFunction', { ...FUNCTION, Code })).toEqual({
      code: 'InvalidParameterValue.InlineZipFile',
    });
  });

  it('makes no more than 50 functions', async () => {
    const { call } = setUp();
    for (let n = 0; n < 50; n += 1) {
      expect(await call('CreateFunction', { ...FUNCTION, FunctionName: `f${n}x` })).toEqual({});
    }
    expect(await call('CreateFunction', FUNCTION)).toEqual({ code: 'LimitExceeded.Function' });
  });
});

describe('a call', () => {
  it('returns what the function did, and its log only when asked for', async () => {
    const { call, runtime, invocations } = await withFunction();
    const input = { ...NAME, Event: '{"a":1}' };
    const { Result } = await call('InvokeFunction', input);
    const withLog = await call('InvokeFunction', { ...input, LogType: 'Tail' });
    const requestId = (Result as { FunctionRequestId: string }).FunctionRequestId;
    expect(Result).toEqual({
      FunctionRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      InvokeResult: 0,
      RetMsg: '{"done":true}',
      ErrMsg: '',
      Log: '',
      Duration: 1.5,
      BillDuration: 2,
      MemUsage: 1024,
    });
    expect(withLog['Result']).toMatchObject({ Log: 'START\nEND\n' });
    expect(runtime.events[0]).toBe('{"a":1}');
    expect(invocations[0]).toBe(`echo${requestId}`);
  });

  it('tells of a failure by InvokeResult and ErrMsg', async () => {
    const { call, runtime } = await withFunction();
    runtime.result = { ...runtime.result, status: 433, returnMessage: '', errorMessage: '{"a":1}' };
    const { Result } = await call('Invoke', { ...NAME, ClientContext: '{}' });
    expect(Result).toMatchObject({ InvokeResult: 1, RetMsg: '', ErrMsg: '{"a":1}' });
  });

  it('that does not wait is answered at once, with the request id alone', async () => {
    const { call, runtime } = await withFunction();
    const { Result } = await call('Invoke', { ...NAME, InvocationType: 'Event' });
    expect(Result).toMatchObject({ InvokeResult: 0, RetMsg: '', Duration: 0 });
    expect(runtime.events).toEqual(['{}']);
  });

  it.each([
    ['ResourceNotFound.FunctionName', 'InvokeFunction', { FunctionName: 'none' }],
    ['ResourceNotFound.FunctionName', 'Invoke', { FunctionName: 'none' }],
    ['InvalidParameterValue.Qualifier', 'InvokeFunction', { ...NAME, Qualifier: '1' }],
    ['InvalidParameterValue.Param', 'InvokeFunction', { ...NAME, Event: '{' }],
  ])('is answered %s to %s %j', async (code, action, input) => {
    const { call } = await withFunction();
    expect(await call(action, input)).toEqual({ code });
  });

  it.each([
    ['InvokeFunction', 6 * 1024 * 1024, (Event: string) => ({ ...NAME, Event })],
    [
      'Invoke',
      128 * 1024,
      (ClientContext: string) => ({ ...NAME, InvocationType: 'Event', ClientContext }),
    ],
  ])('by %s has an event of %i bytes at most', async (action, bytes, input) => {
    const { call } = await withFunction();
    const just = `"${'x'.repeat(bytes - 2)}"`;
    expect(await call(action, input(just))).toHaveProperty('Result');
    expect(await call(action, input(`${just} `))).toEqual({ code: 'InvalidParameter.Payload' });
  });
});

describe('a call by API Gateway', () => {
  it('comes out as what the function returned, or as the reason why there is nothing', async () => {
    const { scf, runtime } = await withFunction();
    const done = await scf.call('echo', 'default', { a: 1 });
    runtime.result = {
      ...runtime.result,
      status: 430,
      returnMessage: '',
      errorMessage: 'it threw',
    };
    const threw = await scf.call('echo', 'default', {});
    const missing = await scf.call('none', 'default', {});
    expect(runtime.events[0]).toBe('{"a":1}');
    expect([done, threw, missing]).toEqual([
      { ok: true, value: { done: true } },
      { ok: false, reason: '430 it threw' },
      { ok: false, reason: 'The function none does not exist.' },
    ]);
  });
});
