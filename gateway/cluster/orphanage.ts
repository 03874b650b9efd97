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
  readonly #underWay = new Set<NodeName>();

  constructor(options: OrphanageOptions) {
    this.#options = options;
  }

  /** Does nothing where it is at it. Never rejects: what is left is found again at the next beat. */
  async cleanUpAfter(node: NodeName): Promise<void> {
    if (this.#underWay.has(node)) return;
    this.#underWay.add(node);
    try {
      const count = await this.#cleanUpAll(node);
      this.#options.onDone(node, count);
    } catch {
      // The store cannot be reached.
    } finally {
      this.#underWay.delete(node);
    }
  }

  async #cleanUpAll(node: NodeName): Promise<number> {
    const { store, cleanUp } = this.#options;
    await store.giveUp(node);
    for (let count = 0; ;) {
      const ids = await store.takeOrphans(node, AT_ONCE);
      if (ids.length === 0) {
        await store.bury(node);
        return count;
      }
      await Promise.all(ids.map(cleanUp));
      count += ids.length;
    }
  }
}
