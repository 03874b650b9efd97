import { zip } from '../../../infra/bundle/zip';
import { findPython } from '../../../localcloud/runtime/instance-programs';
import type { FunctionDefinition, RoleCredentials } from '../../../localcloud/runtime/invocation';
import type { LoadedFunction } from '../../../localcloud/runtime/loaded-function';
import { eventually } from '../../support/eventually';
import { DEFINITION, FunctionsFromSource } from '../../support/functions-from-source';

const hasPython = findPython() !== undefined;
if (!hasPython) console.warn('skipped: there is no python3 on this machine');

/** What Tencent's own Python functions find in their context. */
const CONTEXT_KEYS = [
  'environ',
  'environment',
  'function_name',
  'function_version',
  'memory_limit_in_mb',
  'namespace',
  'request_id',
  'tencentcloud_appid',
  'tencentcloud_region',
  'tencentcloud_uin',
  'time_limit_in_ms',
];

(hasPython ? describe : describe.skip)('an instance of a Python function', () => {
  let functions: FunctionsFromSource;
  let credentials: RoleCredentials = { secretId: 'id', secretKey: 'key', sessionToken: 'token' };
  beforeEach(() => {
    functions = new FunctionsFromSource({ credentialsFor: () => credentials });
  });
  afterEach(() => functions.close());

  async function load(
    source: string,
    definition: Partial<FunctionDefinition> = {},
    files: Record<string, string> = {},
  ): Promise<LoadedFunction> {
    return functions.runtime.load(
      { ...DEFINITION, runtime: 'Python3.6', ...definition },
      await zip({ 'index.py': source, ...files }),
    );
  }

  it('gets the event and answers with what the handler returns', async () => {
    const echo = await load('def main_handler(event, context):\n    return {"got": event["text"]}');
    const result = await echo.invoke('{"text":"你好"}');
    expect(result).toMatchObject({ status: 200, coldStart: true });
    expect(JSON.parse(result.returnMessage)).toEqual({ got: '你好' });
    expect(result.memoryBytes).toBeGreaterThan(1_000_000);
  });

  it('keeps its module variables, and logs what it prints', async () => {
    const source = `
import sys
calls = 0
def main_handler(event, context):
    global calls
    calls += 1
    print("call %d" % calls)
    print("to stderr", file=sys.stderr)
    return calls`;
    const counter = await load(source);
    await counter.invoke('null');
    const { returnMessage, log, coldStart } = await counter.invoke('null');
    expect([returnMessage, coldStart]).toEqual(['2', false]);
    expect(log).toContain('call 2\nto stderr\n');
    expect(log).not.toContain('call 1');
  });

  it('has SCF’s context, its environment and its role’s credentials, renewed for each call', async () => {
    const source = `
import os
def main_handler(event, context):
    return {"context": context, "keys": sorted(context), "env": dict(os.environ)}`;
    const teller = await load(source, { environment: { bucket: 'chat' }, role: 'chat' });
    await teller.invoke('{}');
    credentials = { ...credentials, sessionToken: 'renewed' };
    const { returnMessage } = await teller.invoke('{}', { requestId: 'request-2' });
    const { context, keys, env } = JSON.parse(returnMessage) as {
      context: Record<string, unknown>;
      keys: string[];
      env: Record<string, string>;
    };
    expect(keys).toEqual(CONTEXT_KEYS);
    expect(context).toMatchObject({ request_id: 'request-2', time_limit_in_ms: 20_000 });
    expect(JSON.parse(String(context['environment']))).toMatchObject({ bucket: 'chat' });
    expect(env).toMatchObject({
      bucket: 'chat',
      SCF_RUNTIME: 'Python3.6',
      TENCENTCLOUD_SESSIONTOKEN: 'renewed',
    });
    expect(Object.keys(env).filter((name) => name.startsWith('NODE_'))).toEqual([]);
    expect(env['HOME']).toBeUndefined();
  });

  it('imports modules that are zipped with it', async () => {
    const source = 'import helper\ndef main_handler(event, context):\n    return helper.answer()';
    const importing = await load(source, {}, { 'helper.py': 'def answer():\n    return 42' });
    expect((await importing.invoke('{}')).returnMessage).toBe('42');
  });

  it.each([
    [
      'throws',
      'def main_handler(event, context):\n    raise ValueError("no")',
      430,
      'ValueError: no',
    ],
    ['returns no JSON', 'def main_handler(event, context):\n    return {1, 2}', 430, 'TypeError'],
    ['does not compile', 'def main_handler(event context):', 430, 'SyntaxError'],
    ['fails at its import', 'import nothing_of_that_name', 430, 'ModuleNotFoundError'],
    ['has no such handler', 'x = 1', 437, 'main_handler is no function'],
    [
      'ends its process',
      'import sys\ndef main_handler(e, c):\n    sys.exit(3)',
      439,
      'exit code 3',
    ],
  ])('that %s fails its call with the status of SCF', async (_, source, status, message) => {
    const failing = await load(source);
    const result = await failing.invoke('{}');
    expect(result.status).toBe(status);
    expect(result.errorMessage + result.log).toContain(message);
  });

  it('is ended at its time-out, what it printed kept', async () => {
    const source = `
import time
def main_handler(event, context):
    print("about to sleep")
    time.sleep(60)`;
    const sleeper = await load(source, { timeoutSeconds: 1 });
    const result = await sleeper.invoke('{}');
    expect(result.status).toBe(433);
    expect(result.log).toContain('about to sleep\n');
    await eventually('the instance to end', () => sleeper.instanceCount === 0);
  });

  // Other systems do not hold a process to such a limit.
  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('that takes too much memory is ended', async () => {
    const source = `
def main_handler(event, context):
    return len("x" * event["bytes"])`;
    const hungry = await load(source);
    expect((await hungry.invoke('{"bytes":1000000}')).returnMessage).toBe('1000000');
    expect((await hungry.invoke('{"bytes":500000000}')).status).toBe(434);
    expect((await hungry.invoke('{"bytes":1000000}')).returnMessage).toBe('1000000');
  });

  it('refuses an event that is not JSON', async () => {
    const any = await load('def main_handler(event, context):\n    return 1');
    expect((await any.invoke('{')).status).toBe(400);
  });

  it('may take the place of a Node.js function', async () => {
    const changing = await functions.load('exports.main_handler = async () => "node"');
    expect((await changing.invoke('{}')).returnMessage).toBe('"node"');
    const source = 'def main_handler(event, context):\n    return "python"';
    await changing.replace(
      { ...DEFINITION, runtime: 'Python3.6' },
      await zip({ 'index.py': source }),
    );
    expect((await changing.invoke('{}')).returnMessage).toBe('"python"');
  });
});
