import { once, EventEmitter } from 'node:events';
import { elapse, systemClock } from '../../../gateway/engine/clock';
import { FakeClock } from '../../support/fake-clock';

describe('the system clock', () => {
  it('calls back after the time it was given', async () => {
    const before = systemClock.now();
    const done = new EventEmitter();
    // A timer of this clock does not keep a process alive; this one does.
    const keepAlive = setInterval(() => undefined, 1_000);
    systemClock.after(20, () => done.emit('fired'));
    await once(done, 'fired');
    clearInterval(keepAlive);
    expect(systemClock.now()).toBeGreaterThan(before);
  });

  it('does not call back what was cancelled', async () => {
    const fired: string[] = [];
    systemClock.after(1, () => fired.push('cancelled')).cancel();
    const keepAlive = setInterval(() => undefined, 1_000);
    await elapse(systemClock, 5);
    clearInterval(keepAlive);
    expect(fired).toEqual([]);
  });
});

describe('the fake clock', () => {
  it('fires what falls due in order, each at its time, and what is set on the way', async () => {
    const clock = new FakeClock(0);
    const fired: [string, number][] = [];
    const note = (name: string) => fired.push([name, clock.now()]);
    clock.after(30, () => note('late'));
    clock.after(10, () => note('early'));
    clock.after(20, () => note('cancelled')).cancel();
    void elapse(clock, 5)
      .then(() => elapse(clock, 10))
      .then(() => note('chained'));
    await clock.advance(20);
    expect(fired).toEqual([
      ['early', 10],
      ['chained', 15],
    ]);
    expect(clock.now()).toBe(20);
    expect(clock.pendingTimers).toBe(1);
  });
});
