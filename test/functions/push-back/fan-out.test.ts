import { fanOut, FAN_OUT_CONCURRENCY } from '../../../functions/push-back/fan-out';
import type { PushOutcome } from '../../../functions/push-back/push-back';
import { Gate } from '../../support/gate';

const REACHED: PushOutcome = { result: 'reached' };

describe('fan-out', () => {
  it('has at most its concurrency of pushes under way, and reaches everybody', async () => {
    const recipients = Array.from({ length: 3 * FAN_OUT_CONCURRENCY + 1 }, (_, index) => index);
    const gate = new Gate();
    const pushed: number[] = [];
    const run = fanOut(
      recipients,
      async (recipient) => {
        pushed.push(recipient);
        await gate.enter();
        return REACHED;
      },
      () => true,
    );
    const result = await gate.releaseUntilEnd(run);
    expect(result).toMatchObject({ reached: recipients.length, notReached: 0 });
    expect(gate.mostWaiting).toBe(FAN_OUT_CONCURRENCY);
    expect(pushed).toEqual(recipients);
  });

  it('sorts outcomes and counts their reasons', async () => {
    const outcomes: Record<string, PushOutcome> = {
      a: REACHED,
      b: { result: 'refused', reason: 'HTTP 410' },
      c: { result: 'failed', reason: 'HTTP 503' },
      d: { result: 'failed', reason: 'HTTP 503' },
    };
    const push = (id: string) => Promise.resolve(outcomes[id] ?? REACHED);
    expect(await fanOut(Object.keys(outcomes), push, () => true)).toEqual({
      reached: 1,
      refused: ['b'],
      failed: 2,
      notReached: 0,
      reasons: { 'HTTP 410': 1, 'HTTP 503': 2 },
    });
  });

  it('stops when time is up and counts those it did not try', async () => {
    const recipients = Array.from({ length: 1000 }, (_, index) => index);
    let pushes = 0;
    const push = () => Promise.resolve(((pushes += 1), REACHED));
    const result = await fanOut(recipients, push, () => pushes < 700);
    expect(result).toMatchObject({ reached: 700, notReached: 300 });
  });
});
