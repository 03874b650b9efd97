import { setImmediate as macrotask } from 'node:timers/promises';
import { runBounded } from '../../functions/run-bounded';
import { Gate } from '../support/gate';

const ITEMS = [1, 2, 3, 4, 5];

describe('bounded work', () => {
  it('has no more under way than the limit, and starts the next when one ends', async () => {
    const gate = new Gate();
    const run = runBounded(ITEMS, 2, () => gate.enter());
    await macrotask();
    expect(gate.waiting).toBe(2);
    gate.release(1);
    await macrotask();
    expect([gate.entered, gate.waiting]).toEqual([3, 2]);
    await gate.releaseUntilEnd(run);
    expect(gate.entered).toBe(5);
    expect(gate.mostWaiting).toBe(2);
  });

  it('keeps the order of the items', async () => {
    const seen: number[] = [];
    await runBounded(ITEMS, 2, (item) => Promise.resolve(void seen.push(item)));
    expect(seen).toEqual(ITEMS);
  });

  it('starts no more once it may not', async () => {
    const seen: number[] = [];
    await runBounded(
      ITEMS,
      2,
      (item) => Promise.resolve(void seen.push(item)),
      () => seen.length < 3,
    );
    expect(seen).toEqual([1, 2, 3]);
  });

  it('starts no more after a failure, and rejects with it', async () => {
    const gate = new Gate();
    const run = runBounded(ITEMS, 2, (item) =>
      item === 2 ? Promise.reject(new Error('item 2')) : gate.enter(),
    );
    await expect(run).rejects.toThrow('item 2');
    gate.release();
    await macrotask();
    expect(gate.entered).toBe(1);
  });

  it('does nothing with nothing', async () => {
    const run = runBounded([], 2, () => Promise.reject(new Error('called')));
    await expect(run).resolves.toBeUndefined();
  });
});
