import type { CallReport, Instance } from '../../../localcloud/runtime/instance';
import { InstancePool, type Lease } from '../../../localcloud/runtime/instance-pool';
import { FakeClock } from '../../support/fake-clock';

class FakeInstance implements Instance {
  isAlive = true;
  readonly loaded = Promise.resolve(undefined);
  readonly ended: Promise<void>;
  #finish: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  run(): Promise<CallReport> {
    throw new Error('a pool runs no calls');
  }

  end(): Promise<void> {
    this.isAlive = false;
    this.#finish();
    return this.ended;
  }
}

const MINUTE = 60_000;

describe('an instance pool', () => {
  let clock: FakeClock;
  let started: FakeInstance[];
  beforeEach(() => {
    clock = new FakeClock();
    started = [];
  });

  function pool({ cap = 2, wait = true } = {}): InstancePool {
    return new InstancePool({
      clock,
      cap,
      wait,
      start: () => {
        const instance = new FakeInstance();
        started.push(instance);
        return instance;
      },
    });
  }

  function instanceOf(lease: Lease): Instance {
    if (lease.type !== 'instance') throw new Error(`no instance: ${lease.type}`);
    return lease.instance;
  }

  async function lend(from: InstancePool): Promise<Instance> {
    return instanceOf(await from.lease());
  }

  it('starts an instance for each call at the same time', async () => {
    const instances = pool();
    expect(await instances.lease()).toMatchObject({ type: 'instance', isNew: true });
    expect(await instances.lease()).toMatchObject({ type: 'instance', isNew: true });
    expect(started).toHaveLength(2);
  });

  it('lends the one used last again', async () => {
    const instances = pool();
    const [first, second] = [await lend(instances), await lend(instances)];
    instances.release(second);
    instances.release(first);
    expect(await instances.lease()).toEqual({ type: 'instance', instance: first, isNew: false });
  });

  it('makes calls above its cap wait in line', async () => {
    const instances = pool({ cap: 1 });
    const only = await lend(instances);
    const order: string[] = [];
    const second = Promise.resolve(instances.lease()).then((lease) => {
      order.push('second');
      return lease;
    });
    const third = Promise.resolve(instances.lease()).then(() => order.push('third'));
    await clock.advance(MINUTE);
    expect(order).toEqual([]);

    instances.release(only);
    expect(instanceOf(await second)).toBe(only);
    instances.release(only);
    await third;
    expect(order).toEqual(['second', 'third']);
    expect(started).toHaveLength(1);
  });

  it('refuses calls above its cap where waiting is off', async () => {
    const instances = pool({ cap: 1, wait: false });
    await instances.lease();
    expect(await instances.lease()).toEqual({ type: 'busy' });
  });

  it('starts another for a waiting call when one dies', async () => {
    const instances = pool({ cap: 1 });
    const first = await lend(instances);
    const waiting = instances.lease();
    await first.end();
    instances.release(first);
    expect(instanceOf(await waiting)).toBe(started[1]);
    expect(instances.size).toBe(1);
  });

  it('does not lend an idle one that died', async () => {
    const instances = pool();
    const first = await lend(instances);
    instances.release(first);
    void first.end();
    expect(await lend(instances)).not.toBe(first);
  });

  it('ends instances that are idle for five minutes, the others not', async () => {
    const instances = pool();
    const [first, second] = [await lend(instances), await lend(instances)];
    instances.release(first);
    await clock.advance(MINUTE);
    instances.release(second);
    await clock.advance(4 * MINUTE);
    expect([first.isAlive, second.isAlive]).toEqual([false, true]);
    await clock.advance(MINUTE);
    expect(second.isAlive).toBe(false);
    expect(instances.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('ends no instance before its time where somebody sets the clock', async () => {
    const instances = pool();
    const first = await lend(instances);
    instances.release(first);
    clock.jump(60 * MINUTE);
    await clock.advance(4 * MINUTE);
    const second = await lend(instances);
    expect(second).toBe(first);
    instances.release(second);
    clock.jump(-120 * MINUTE);
    await clock.advance(5 * MINUTE);
    expect(second.isAlive).toBe(false);
  });

  it('does not end an instance that was used in the meantime', async () => {
    const instances = pool();
    const first = await lend(instances);
    instances.release(first);
    await clock.advance(4 * MINUTE);
    instances.release(await lend(instances));
    await clock.advance(4 * MINUTE);
    expect(first.isAlive).toBe(true);
  });

  it('that retires ends idle instances at once and lent ones when they come back', async () => {
    const instances = pool();
    const [idle, lent] = [await lend(instances), await lend(instances)];
    instances.release(idle);
    const retired = instances.retire();
    expect([idle.isAlive, lent.isAlive]).toEqual([false, true]);
    expect(await instances.lease()).toEqual({ type: 'retired' });
    instances.release(lent);
    await retired;
    expect(instances.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('that retires sends waiting calls away', async () => {
    const instances = pool({ cap: 1 });
    const lent = await lend(instances);
    const waiting = instances.lease();
    void instances.retire();
    expect(await waiting).toEqual({ type: 'retired' });
    instances.release(lent);
  });

  it('that is ended ends lent instances too', async () => {
    const instances = pool();
    const lent = await lend(instances);
    await instances.end();
    expect(lent.isAlive).toBe(false);
  });
});
