import {
  fanOut,
  FAN_OUT_CONCURRENCY,
  type FanOutRequests,
} from '../../../functions/push-back/fan-out';
import type { PushOutcome } from '../../../functions/push-back/push-back';
import { Gate } from '../../support/gate';

const REACHED: PushOutcome = { result: 'reached' };
const REFUSED: PushOutcome = { result: 'refused', reason: 'errNo 301' };

function oneByOne<Recipient>(
  push: (recipient: Recipient) => Promise<PushOutcome>,
): FanOutRequests<Recipient> {
  return { batchSize: 1, push: (recipients) => Promise.all(recipients.map(push)) };
}

describe('fan-out', () => {
  it('has at most its concurrency of pushes under way, and reaches everybody', async () => {
    const recipients = Array.from({ length: 3 * FAN_OUT_CONCURRENCY + 1 }, (_, index) => index);
    const gate = new Gate();
    const pushed: number[] = [];
    const run = fanOut(
      recipients,
      oneByOne(async (recipient) => {
        pushed.push(recipient);
        await gate.enter();
        return REACHED;
      }),
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
    expect(await fanOut(Object.keys(outcomes), oneByOne(push), () => true)).toEqual({
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
    const result = await fanOut(recipients, oneByOne(push), () => pushes < 700);
    expect(result).toMatchObject({ reached: 700, notReached: 300 });
  });

  it('pushes in batches, and keeps each outcome with its recipient', async () => {
    const batches: (readonly number[])[] = [];
    const result = await fanOut(
      [1, 2, 3, 4, 5],
      {
        batchSize: 2,
        push: (batch) => {
          batches.push(batch);
          return Promise.resolve(batch.map((recipient) => (recipient > 3 ? REFUSED : REACHED)));
        },
      },
      () => true,
    );
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
    expect(result).toMatchObject({ reached: 3, refused: [4, 5], failed: 0, notReached: 0 });
  });

  it('counts the whole of the batches that it had no time for', async () => {
    const recipients = Array.from({ length: 1000 }, (_, index) => index);
    const push = () => Promise.resolve([]);
    const result = await fanOut(recipients, { batchSize: 400, push }, () => false);
    expect(result).toMatchObject({ reached: 0, failed: 0, notReached: 1000 });
  });
});
