import type { ConnectionId } from '../../protocol/connection-id';
import type { ClusterStore } from './cluster-store';
import type { NodeName } from './node-ids';

/** Connections taken at once, each of which is a call of cleanup under way. */
const AT_ONCE = 32;

export interface OrphanageOptions {
  readonly store: Pick<ClusterStore, 'giveUp' | 'takeOrphans' | 'bury'>;
  /** Calls cleanup for a connection; never rejects. */
  readonly cleanUp: (id: ConnectionId) => Promise<void>;
  /** Hears how many connections of a lost node this node has cleaned up after. */
  readonly onDone: (node: NodeName, count: number) => void;
}

/**
 * Cleans up after lost nodes: each of their connections is taken from the store by one of the nodes
 * that are left, which calls cleanup for it.
 */
export class Orphanage {
  readonly #options: OrphanageOptions;
  readonly #underWay = new Map<NodeName, Promise<void>>();
  #isOver = false;

  constructor(options: OrphanageOptions) {
    this.#options = options;
  }

  /** Does nothing where it is at it. Never rejects: what is left is found again at the next beat. */
  cleanUpAfter(node: NodeName): Promise<void> {
    if (this.#isOver || this.#underWay.has(node)) return Promise.resolve();
    const cleanUp = this.#cleanUpAll(node)
      .then((count) => this.#options.onDone(node, count))
      // The store cannot be reached.
      .catch(() => undefined)
      .finally(() => this.#underWay.delete(node));
    this.#underWay.set(node, cleanUp);
    return cleanUp;
  }

  /** Takes no more; resolves when cleanup has been called for all that were taken. Never rejects. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#underWay.values());
  }

  async #cleanUpAll(node: NodeName): Promise<number> {
    const { store, cleanUp } = this.#options;
    await store.giveUp(node);
    let count = 0;
    while (!this.#isOver) {
      const ids = await store.takeOrphans(node, AT_ONCE);
      if (ids.length === 0) {
        await store.bury(node);
        return count;
      }
      await Promise.all(ids.map(cleanUp));
      count += ids.length;
    }
    return count;
  }
}
