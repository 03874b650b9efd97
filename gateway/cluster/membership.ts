import type { Clock, Timer } from '../engine/clock';
import type { ClusterStore } from './cluster-store';
import type { NodeName } from './node-ids';

/** Signs of life that a node gives in the time after which it is taken for lost. */
const BEATS = 3;

export interface MembershipOptions {
  readonly node: NodeName;
  readonly store: ClusterStore;
  readonly clock: Clock;
  /** A node that was not heard of for so many milliseconds is lost. */
  readonly aliveMs: number;
  /** A node is lost. Called at each beat until it is buried. */
  readonly onLost: (node: NodeName) => void;
  /** The others took this node for lost. */
  readonly onGivenUp: () => void;
  /** The store can be reached again. */
  readonly onReachable: () => void;
  /** The store could be reached, and now cannot. */
  readonly onUnreachable: (reason: string) => void;
}

/** Keeps this node alive in the eyes of the others, and knows which of them are. */
export class Membership {
  readonly #options: MembershipOptions;
  #alive: ReadonlySet<NodeName> = new Set();
  readonly #lost = new Set<NodeName>();
  #isReachable = true;
  #timer: Timer | undefined;
  #isOver = false;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  get aliveCount(): number {
    return this.#alive.size;
  }

  get isReachable(): boolean {
    return this.#isReachable;
  }

  isAlive(node: NodeName): boolean {
    return this.#alive.has(node);
  }

  /** Whether it is certain that the node is gone for good. */
  isLost(node: NodeName): boolean {
    return this.#lost.has(node);
  }

  /**
   * Whether the store has been there for long enough to be believed: one that has come back may
   * have forgotten everybody, and all have to reach it again.
   */
  get isSettled(): boolean {
    const { store, clock, aliveMs } = this.#options;
    return store.connectedSince !== undefined && clock.uptime() - store.connectedSince >= aliveMs;
  }

  /** Beats now, and from now on; never rejects. */
  async start(): Promise<void> {
    const { clock, aliveMs } = this.#options;
    await this.#beat();
    this.#timer?.cancel();
    if (!this.#isOver) this.#timer = clock.after(aliveMs / BEATS, () => void this.start());
  }

  stop(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }

  async #beat(): Promise<void> {
    const { node, store, aliveMs, onLost, onGivenUp } = this.#options;
    try {
      const { alive, lost, wasGivenUp } = await store.beat(node, aliveMs);
      if (!this.#isReachable) this.#options.onReachable();
      this.#isReachable = true;
      this.#alive = new Set(alive);
      for (const name of alive) this.#lost.delete(name);
      if (wasGivenUp) onGivenUp();
      if (!this.isSettled) return;
      for (const name of lost) {
        this.#lost.add(name);
        onLost(name);
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#isReachable) this.#options.onUnreachable(reason);
      this.#isReachable = false;
    }
  }
}
