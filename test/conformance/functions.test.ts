import { zip } from '../../infra/bundle/zip';
import { errorCode } from '../support/api-client';
import {
  cloudStatement,
  shareCloud,
  type CloudUnderTest,
} from '../support/conformance/cloud-statement';
import { createCosClient, type CosKeys } from '../support/cos-client';
import { FakeClock } from '../support/fake-clock';

shareCloud();

const PLACE = { Bucket: 'registry-1250000000', Region: 'ap-guangzhou' };
const RESOURCE = 'qcs::cos:ap-guangzhou:uid/1250000000:registry-1250000000/connections/*';
const KEYS_SOURCE = `
exports.main_handler = async () => ({
  secretId: process.env.TENCENTCLOUD_SECRETID,
  secretKey: process.env.TENCENTCLOUD_SECRETKEY,
  sessionToken: process.env.TENCENTCLOUD_SESSIONTOKEN,
});`;

interface InvokeResult {
  readonly InvokeResult: number;
  readonly RetMsg: string;
  readonly ErrMsg: string;
  readonly Log: string;
}

async function invokeWithLog(
  { deployment }: CloudUnderTest,
  FunctionName: string,
  event: unknown = {},
): Promise<InvokeResult> {
  const input = { FunctionName, Event: JSON.stringify(event), LogType: 'Tail' };
  return (await deployment.must('scf', 'InvokeFunction', input))['Result'] as InvokeResult;
}

cloudStatement(32, {}, async ({ deployment, unique }) => {
  const FunctionName = unique('fresh');
  // Big enough to take a while to unpack.
  const code = { 'index.js': 'exports.main_handler = async () => 1', pad: 'x'.repeat(32 << 20) };
  await deployment.must('scf', 'CreateFunction', {
    FunctionName,
    Code: { ZipFile: (await zip(code)).toString('base64') },
    Handler: 'index.main_handler',
    Runtime: 'Nodejs20.19',
  });
  const [{ Status }, invoked, changed] = await Promise.all([
    deployment.must('scf', 'GetFunction', { FunctionName }),
    deployment.call('scf', 'InvokeFunction', { FunctionName, Event: '{}' }),
    deployment.call('scf', 'UpdateFunctionConfiguration', { FunctionName, Timeout: 5 }),
  ]);
  expect(Status).toBe('Creating');
  expect([invoked, changed].map(errorCode)).toEqual([
    'FailedOperation.FunctionStatusError',
    'FailedOperation.FunctionStatusError',
  ]);
  expect(await deployment.untilSettled(FunctionName)).toBe('Active');
  expect(await deployment.invoke(FunctionName)).toBe(1);
});

describe.each([
  ['InvalidParameterValue.EnvironmentExceededLimit', 'BIG', 'x'.repeat(4096)],
  [expect.stringMatching(/^InvalidParameter/), 'SCF_MINE', 'x'],
  [expect.stringMatching(/^InvalidParameter/), 'QCLOUD_MINE', 'x'],
  [expect.stringMatching(/^InvalidParameter/), 'TENCENTCLOUD_MINE', 'x'],
])('%s', (code, Key, Value) => {
  cloudStatement(33, { when: Key }, async ({ deployment, unique }) => {
    const answer = await deployment.call('scf', 'CreateFunction', {
      FunctionName: unique('refused'),
      Code: { ZipFile: (await zip({ 'index.js': '' })).toString('base64') },
      Handler: 'index.main_handler',
      Runtime: 'Nodejs20.19',
      Environment: { Variables: [{ Key, Value }] },
    });
    expect(errorCode(answer)).toEqual(code);
  });
});

const clock = new FakeClock();
cloudStatement(33, { when: 'expiry', options: { clock } }, async ({ cloud, deployment }) => {
  // Tencent's COS SDK signs by the real time.
  const goToRealTime = () => clock.advance(Date.now() - clock.now());
  await goToRealTime();
  await createCosClient(cloud).putBucket(PLACE);
  await deployment.role('member', ['name/cos:PutObject'], [RESOURCE]);
  await deployment.function('keys', KEYS_SOURCE, { Role: 'member' });
  const first = (await deployment.invoke('keys')) as CosKeys;
  const put = (keys: CosKeys) =>
    createCosClient(cloud, keys).putObject({ ...PLACE, Key: 'connections/a', Body: '' });
  await goToRealTime();
  await put(first);

  await clock.advance(24 * 3600 * 1000);
  const second = (await deployment.invoke('keys')) as CosKeys;
  expect(second.secretId).not.toBe(first.secretId);
  await goToRealTime();
  await expect(put(first)).rejects.toMatchObject({ code: 'InvalidAccessKeyId' });
  await put(second);
});

cloudStatement(34, {}, async ({ deployment, unique }) => {
  const name = unique('context');
  await deployment.function(
    name,
    'exports.main_handler = async (event, context) => [Object.keys(context).sort(), context]',
    { Environment: { Variables: [{ Key: 'COLOUR', Value: 'red' }] } },
  );
  const [keys, context] = (await deployment.invoke(name)) as [string[], Record<string, unknown>];
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
  expect(context).toMatchObject({ function_name: name, time_limit_in_ms: 3000 });
  expect(JSON.parse(String(context['environment']))).toMatchObject({ COLOUR: 'red' });
  expect(context['environ']).toContain('COLOUR=red');
});

cloudStatement(34, { when: 'time-out' }, async (under) => {
  const name = under.unique('endless');
  const source = 'exports.main_handler = () => new Promise((done) => setTimeout(done, 60000))';
  await under.deployment.function(name, source, { Timeout: 1 });
  const { InvokeResult, ErrMsg } = await invokeWithLog(under, name);
  expect(InvokeResult).not.toBe(0);
  expect(JSON.parse(ErrMsg)).toMatchObject({ statusCode: 433 });
});

cloudStatement(35, {}, async (under) => {
  const name = under.unique('talks');
  await under.deployment.function(
    name,
    `exports.main_handler = async (event) => {
       console.log('a line');
       if (event.fail) throw new Error('on purpose');
       return { got: event };
     }`,
  );
  const good = await invokeWithLog(under, name, { n: 1 });
  expect(good).toMatchObject({ InvokeResult: 0, ErrMsg: '' });
  expect(JSON.parse(good.RetMsg)).toEqual({ got: { n: 1 } });
  const bad = await invokeWithLog(under, name, { fail: true });
  expect(bad.InvokeResult).not.toBe(0);
  expect(bad.ErrMsg).toContain('on purpose');
  expect(good.Log).toMatch(
    /^START RequestId: \S+\n(.*\n)*Event RequestId: \S+\n(.*\n)*.*\ta line\n(.*\n)*END RequestId: \S+\nReport RequestId: \S+ Duration:\S+ms Memory:128MB MemUsage:\S+MB/,
  );
});

cloudStatement(36, {}, async ({ deployment, unique }) => {
  const name = unique('counts');
  // Long enough that the second call comes while the first one runs.
  await deployment.function(
    name,
    `let calls = 0;
     exports.main_handler = async () => {
       calls += 1;
       await new Promise((done) => setTimeout(done, 300));
       return { calls, process: process.pid };
     }`,
  );
  const [one, two] = (await Promise.all([deployment.invoke(name), deployment.invoke(name)])) as {
    calls: number;
    process: number;
  }[];
  expect([one?.calls, two?.calls]).toEqual([1, 1]);
  expect(one?.process).not.toBe(two?.process);
});
