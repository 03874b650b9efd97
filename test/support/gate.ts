import { setImmediate as macrotask } from 'node:timers/promises';

/** Work that waits until a test lets it go on, and that counts how much of it waits. */
export class Gate {
  readonly #waiting: (() => void)[] = [];
  entered = 0;
  /** The most that ever waited at the same time. */
  mostWaiting = 0;

  get waiting(): number {
    return this.#waiting.length;
  }

  enter(): Promise<void> {
    this.entered += 1;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.mostWaiting = Math.max(this.mostWaiting, this.waiting);
    });
  }

  /** Lets those go on who have waited longest. */
  release(count = this.waiting): void {
    for (const resume of this.#waiting.splice(0, count)) resume();
  }

  /** Lets everybody go on, as they come, until `run` ends; gives what came of it. */
  async releaseUntilEnd<Result>(run: Promise<Result>): Promise<Result> {
    const ended = run.then(() => true);
    while (!(await Promise.race([ended, macrotask(false)]))) this.release();
    return run;
  }
}
