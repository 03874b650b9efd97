import { setImmediate as macrotask } from 'node:timers/promises';
import type { CallOutcome } from '../../../gateway/invoke/call';
import { createFunctions } from '../../../gateway/invoke/functions';
import { FakeClock } from '../../support/fake-clock';
import { Gate } from '../../support/gate';

describe('the three functions', () => {
  it('are called each by its own, watched, and waited for', async () => {
    const clock = new FakeClock();
    let finish: () => void = () => undefined;
    const called: unknown[] = [];
    const functions = createFunctions(
      {
        register: () => Promise.resolve({ ok: true, value: 'registered' }),
        transport: () =>
          new Promise((resolve) => {
            finish = () => resolve({ ok: false, reason: 'x' });
          }),
        cleanup: () => Promise.resolve({ ok: true, value: null }),
      },
      clock,
      { called: (...call) => called.push(call) },
    );
    await functions.idle();
    expect(await functions.invoke('register', {})).toEqual({ ok: true, value: 'registered' });

    const running = functions.invoke('transport', {});
    let isIdle = false;
    const idle = functions.idle().then(() => {
      isIdle = true;
    });
    await clock.advance(25);
    expect([functions.inFlight, isIdle]).toEqual([1, false]);
    finish();
    expect(await running).toEqual({ ok: false, reason: 'x' });
    await idle;
    expect(functions.inFlight).toBe(0);
    expect(called).toEqual([
      ['register', true, 0],
      ['transport', false, 25],
    ]);
  });

  it('are idle only when no call has followed from one that ended', async () => {
    const cleanup = new Gate();
    const done = (): Promise<CallOutcome> => Promise.resolve({ ok: true, value: null });
    const functions = createFunctions(
      { register: done, transport: done, cleanup: () => cleanup.enter().then(done) },
      new FakeClock(),
      { called: () => undefined },
    );
    void functions.invoke('register', {}).then(() => functions.invoke('cleanup', {}));
    let isIdle = false;
    const idle = functions.idle().then(() => {
      isIdle = true;
    });
    await macrotask();
    await macrotask();
    expect([cleanup.waiting, isIdle]).toEqual([1, false]);
    cleanup.release();
    await idle;
  });
});
