import type { Clock } from '../../functions/invocation/clock';
import type { Deadline } from '../../functions/invocation/deadline';

/** A clock for the functions whose waits pass at once, and which tells how long they were. */
export class SkippingClock implements Clock {
  readonly waits: number[] = [];

  constructor(private time = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return this.time;
  }

  wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.advance(ms);
    return Promise.resolve();
  }

  advance(ms: number): void {
    this.time += ms;
  }

  /** A deadline that the clock reaches after `ms`. */
  deadlineIn(ms: number): Deadline {
    const end = this.time + ms;
    return { leftMs: () => Math.max(0, end - this.time) };
  }
}
