import { setImmediate as macrotask } from 'node:timers/promises';
import type { Clock, Timer } from '../../gateway/engine/clock';

interface PendingTimer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #jumped = 0;
  readonly #pending = new Set<PendingTimer>();

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now + this.#jumped;
  }

  uptime(): number {
    return this.#now;
  }

  /** Sets the date forward, or back, without any time going by. */
  jump(ms: number): void {
    this.#jumped += ms;
  }

  after(ms: number, callback: () => void): Timer {
    const timer: PendingTimer = { dueAt: this.#now + ms, callback };
    this.#pending.add(timer);
    return {
      cancel: () => {
        this.#pending.delete(timer);
      },
    };
  }

  /** Timers that wait to fire; 0 when everybody cleaned up. */
  get pendingTimers(): number {
    return this.#pending.size;
  }

  /**
   * Moves time on by `ms`. Fires what falls due, in order and each at its own time, and lets
   * promises run after each, so that timers set by them within the span fire as well.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let timer = this.#nextDue(end); timer; timer = this.#nextDue(end)) {
      this.#pending.delete(timer);
      this.#now = Math.max(this.#now, timer.dueAt);
      timer.callback();
      await macrotask();
    }
    this.#now = end;
    await macrotask();
  }

  #nextDue(end: number): PendingTimer | undefined {
    let next: PendingTimer | undefined;
    for (const timer of this.#pending) {
      if (timer.dueAt <= end && (!next || timer.dueAt < next.dueAt)) next = timer;
    }
    return next;
  }
}
