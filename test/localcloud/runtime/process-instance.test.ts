import { rm } from 'node:fs/promises';
import type { LoadedFunction } from '../../../localcloud/runtime/loaded-function';
import { eventually } from '../../support/eventually';
import { FakeClock } from '../../support/fake-clock';
import { DEFINITION, FunctionsFromSource } from '../../support/functions-from-source';

/** Counts its calls and does what the event says. */
const MISBEHAVING = `
  let calls = 0;
  exports.main_handler = async (event) => {
    calls += 1;
    switch (event.do) {
      case 'loop': console.log('about to loop'); for (;;);
      case 'exit': console.log('about to exit'); process.exit(3);
      case 'throw during': setTimeout(() => { throw new Error('stray') }); await new Promise((resolve) => setTimeout(resolve, 10_000));
      case 'throw after': setTimeout(() => { throw new Error('stray') }, 20); return calls;
      default: return calls;
    }
  };`;

function event(what: string): string {
  return JSON.stringify({ do: what });
}

describe('an instance', () => {
  let functions: FunctionsFromSource;
  let loaded: LoadedFunction;
  beforeEach(async () => {
    functions = new FunctionsFromSource();
    loaded = await functions.load(MISBEHAVING, { timeoutSeconds: 1 });
  });
  afterEach(() => functions.close());

  it('in an endless loop is ended at the time-out, its output kept', async () => {
    const result = await loaded.invoke(event('loop'), { requestId: 'request-1' });
    expect(result).toMatchObject({ status: 433, returnMessage: '' });
    expect(JSON.parse(result.errorMessage)).toEqual({
      errorCode: -1,
      errorMessage: 'Invoking task timed out after 1 seconds',
      requestId: 'request-1',
      statusCode: 433,
    });
    expect(result.log).toContain('\tabout to loop\n');
    expect(result.log).toContain(
      'ERROR RequestId: request-1 Result: Invoking task timed out after 1 seconds\n\nEND',
    );
    await eventually('the instance to end', () => loaded.instanceCount === 0);
  });

  it('that ends its own process fails its call alone', async () => {
    const result = await loaded.invoke(event('exit'));
    expect(result.status).toBe(439);
    expect(result.errorMessage).toContain('exit code 3');
    expect(result.log).toContain('\tabout to exit\n');
    expect((await loaded.invoke(event('count'))).returnMessage).toBe('1');
  });

  it('that dies of an uncaught error during a call fails that call', async () => {
    const result = await loaded.invoke(event('throw during'));
    expect(result.status).toBe(430);
    expect(result.errorMessage).toContain('Error: stray');
  });

  it('that dies between calls is replaced', async () => {
    expect((await loaded.invoke(event('throw after'))).status).toBe(200);
    await eventually('the instance to die', () => loaded.instanceCount === 0);
    expect(await loaded.invoke(event('count'))).toMatchObject({
      status: 200,
      returnMessage: '1',
      coldStart: true,
    });
  });

  it.each([
    ['small objects', 'for (;;) kept.push({});'],
    ['an array', 'for (;;) kept.push(1);'],
    ['a hash table', 'const table = new Map(); for (;;) table.set(table.size, 1);'],
  ])('that fills its heap with %s is ended and takes no other along', async (_what, leak) => {
    const other = await functions.load(MISBEHAVING);
    await other.invoke(event('count'));
    const filling = await functions.load(
      `const kept = []; exports.main_handler = async (event) => { if (event) { ${leak} } }`,
      { memoryMb: 64, timeoutSeconds: 30 },
    );

    const result = await filling.invoke('true');
    expect(result.status).toBe(434);
    expect(JSON.parse(result.errorMessage)).toMatchObject({
      errorCode: -1,
      errorMessage: 'Task memory exceeded 64 MB',
    });

    expect((await other.invoke(event('count'))).returnMessage).toBe('2');
    expect((await filling.invoke('false')).status).toBe(200);
  });

  it('that keeps buffers from call to call is ended at its limit', async () => {
    const leaking = await functions.load(
      'const kept = []; exports.main_handler = async () => kept.push(Buffer.alloc(8 << 20, 1))',
      { memoryMb: 64 },
    );
    let kept = 0;
    for (let calls = 1; calls <= 40; calls++) {
      const result = await leaking.invoke('null');
      if (result.status === 434 || Number(result.returnMessage) < calls) break;
      kept = calls;
    }
    // A collection has to come by first; it takes no more than as much again.
    expect(kept).toBeGreaterThanOrEqual(7);
    expect(kept).toBeLessThan(40);
  });

  it('goes on when a Ctrl-C reaches its process', async () => {
    const own = await functions.load('exports.main_handler = async () => process.pid');
    const pid = (await own.invoke('{}')).returnMessage;
    process.kill(Number(pid), 'SIGINT');
    expect(await own.invoke('{}')).toMatchObject({ status: 200, returnMessage: pid });
  });

  it('that the machine cannot start rejects the call and keeps no place', async () => {
    const own = await functions.load('exports.main_handler = async () => process.cwd()');
    const folder = JSON.parse((await own.invoke('{}')).returnMessage) as string;
    await own.replace(DEFINITION);
    await rm(folder, { recursive: true });
    await expect(own.invoke('{}')).rejects.toThrow('ENOENT');
    await eventually('the old instance to end', () => own.instanceCount === 0);
  });
});

describe('time limits', () => {
  it('are the clock’s', async () => {
    const clock = new FakeClock();
    const functions = new FunctionsFromSource({ clock });
    const loaded = await functions.load(
      'exports.main_handler = (event) => event || new Promise((resolve) => setTimeout(resolve, 1e8))',
      { timeoutSeconds: 900 },
    );
    const done = await loaded.invoke('true');
    expect(done.status).toBe(200);

    const running = loaded.invoke('false');
    await eventually('the call to run', () => clock.pendingTimers === 2);
    clock.jump(-3_600_000);
    await clock.advance(899_999);
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(1);
    expect(await running).toMatchObject({ status: 433, durationMs: 900_000 });
    await functions.close();
  });

  it('hold for the loading of the code as well', async () => {
    const clock = new FakeClock();
    const functions = new FunctionsFromSource({ clock });
    const loaded = await functions.load('for (;;);');
    const running = loaded.invoke('{}');
    await eventually('the instance to start', () => clock.pendingTimers === 1);
    await clock.advance(60_000);
    expect(await running).toMatchObject({ status: 450, coldStart: true });
    await functions.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
