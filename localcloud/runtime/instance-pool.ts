import type { Clock, Timer } from '../../gateway/engine/clock';
import type { Instance } from './instance';
import { IDLE_LIMIT_MS } from './limits';

/** An instance for one call, or why there is none. */
export type Lease =
  | { readonly type: 'instance'; readonly instance: Instance; readonly isNew: boolean }
  | { readonly type: 'busy' }
  | { readonly type: 'retired' };

export interface InstancePoolOptions {
  readonly clock: Clock;
  readonly cap: number;
  /** Whether a call that finds all instances taken waits for one. */
  readonly wait: boolean;
  start(): Instance;
}

/** The instances of one version of a function: lends each to one call at a time, up to a cap. */
export class InstancePool {
  readonly #options: InstancePoolOptions;
  /** Every instance of which something is left, dying ones too. */
  readonly #instances = new Set<Instance>();
  /** Longest idle first. */
  readonly #idle: { readonly instance: Instance; readonly since: number }[] = [];
  readonly #waiting: ((lease: Lease) => void)[] = [];
  #idleTimer: Timer | undefined;
  #retired = false;

  constructor(options: InstancePoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#instances.size;
  }

  /** The instance used last, so that surplus ones grow old; else a new one; else by the switch. */
  lease(): Lease | Promise<Lease> {
    if (this.#retired) return { type: 'retired' };
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      if (last.instance.isAlive) return { type: 'instance', instance: last.instance, isNew: false };
    }
    if (this.#instances.size < this.#options.cap) return this.#startOne();
    if (!this.#options.wait) return { type: 'busy' };
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Takes back what `lease` lent. */
  release(instance: Instance): void {
    if (!instance.isAlive) return;
    if (this.#retired) {
      void instance.end();
      return;
    }
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next({ type: 'instance', instance, isNew: false });
      return;
    }
    this.#idle.push({ instance, since: this.#options.clock.uptime() });
    this.#watchIdle();
  }

  /** Lends no more; running calls end in peace. Resolves when nothing is left. */
  async retire(): Promise<void> {
    this.#retired = true;
    this.#idleTimer?.cancel();
    for (const { instance } of this.#idle.splice(0)) void instance.end();
    for (const waiting of this.#waiting.splice(0)) waiting({ type: 'retired' });
    await Promise.all([...this.#instances].map((instance) => instance.ended));
  }

  /** Ends everything at once, running calls too. */
  async end(): Promise<void> {
    const retired = this.retire();
    for (const instance of this.#instances) void instance.end();
    await retired;
  }

  #startOne(): Lease {
    const instance = this.#options.start();
    this.#instances.add(instance);
    void instance.ended.then(() => {
      this.#forget(instance);
    });
    return { type: 'instance', instance, isNew: true };
  }

  #forget(instance: Instance): void {
    this.#instances.delete(instance);
    const position = this.#idle.findIndex((idle) => idle.instance === instance);
    if (position !== -1) this.#idle.splice(position, 1);
    this.#waiting.shift()?.(this.#startOne());
  }

  #watchIdle(): void {
    const longestIdle = this.#idle[0];
    if (longestIdle === undefined || this.#idleTimer !== undefined) return;
    const { clock } = this.#options;
    this.#idleTimer = clock.after(longestIdle.since + IDLE_LIMIT_MS - clock.uptime(), () => {
      this.#idleTimer = undefined;
      const oldest = clock.uptime() - IDLE_LIMIT_MS;
      while (this.#idle[0] !== undefined && this.#idle[0].since <= oldest) {
        void this.#idle.shift()?.instance.end();
      }
      this.#watchIdle();
    });
  }
}
