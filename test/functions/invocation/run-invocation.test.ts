import type { LogLine } from '../../../functions/invocation/log';
import { runInvocation } from '../../../functions/invocation/run-invocation';
import { RegistryError } from '../../../functions/registry/registry';
import { SkippingClock } from '../../support/skipping-clock';

const CONTEXT = { request_id: 'request-1', getRemainingTimeInMillis: () => 3000 };

function portsOf() {
  const lines: LogLine[] = [];
  return { clock: new SkippingClock(), log: (line: LogLine) => void lines.push(line), lines };
}

describe('an invocation', () => {
  it('gives the reply of its work and logs one line about it', async () => {
    const ports = portsOf();
    const reply = { errNo: 0, errMsg: 'ok' } as const;
    const answered = await runInvocation(
      'transport',
      CONTEXT,
      async ({ clock, deadline }) => {
        expect(deadline.leftMs()).toBe(2500);
        await clock.wait(20);
        return { reply, level: 'info', fields: { online: 2 } };
      },
      ports,
    );
    expect(answered).toBe(reply);
    expect(ports.lines).toEqual([
      {
        level: 'info',
        requestId: 'request-1',
        function: 'transport',
        errNo: 0,
        durationMs: 20,
        online: 2,
      },
    ]);
  });

  it('answers a failure with its errNo, and keeps the detail for the log', async () => {
    const ports = portsOf();
    const fail = () => Promise.reject(new RegistryError('COS answered PUT with 403 AccessDenied'));
    const reply = await runInvocation('register', CONTEXT, fail, ports);
    expect(reply).toEqual({
      errNo: 201,
      errMsg: 'The chat cannot reach its list of members right now; please try again.',
    });
    expect(ports.lines).toMatchObject([
      { level: 'error', errNo: 201, error: 'COS answered PUT with 403 AccessDenied' },
    ]);
  });

  it('answers a fault of its own too, and logs where it is but not its message', async () => {
    const ports = portsOf();
    const fail = () => Promise.reject(new TypeError('cannot read a secret'));
    const reply = await runInvocation('cleanup', CONTEXT, fail, ports);
    expect(reply.errNo).toBe(204);
    expect(ports.lines).toMatchObject([
      { level: 'error', error: 'TypeError', stack: expect.stringContaining(__filename) as string },
    ]);
    expect(JSON.stringify([reply, ports.lines])).not.toContain('secret');
  });

  it('logs what a fault says of itself where that is wished for, and never answers it', async () => {
    const ports = { ...portsOf(), showsFaults: true };
    const fail = () => Promise.reject(new TypeError('no such room'));
    const reply = await runInvocation('cleanup', CONTEXT, fail, ports);
    expect(ports.lines).toMatchObject([{ error: 'TypeError', message: 'no such room' }]);
    expect(JSON.stringify(reply)).not.toContain('room');
  });

  it.each([undefined, null, 7, {}, { request_id: 7 }])(
    'runs with %p for a context',
    async (context) => {
      const ports = portsOf();
      const work = () =>
        Promise.resolve({
          reply: { errNo: 0, errMsg: 'ok' },
          level: 'info',
          fields: {},
        } as const);
      expect(await runInvocation('cleanup', context, work, ports)).toMatchObject({ errNo: 0 });
      expect(ports.lines).toMatchObject([{ requestId: 'unknown' }]);
    },
  );
});
