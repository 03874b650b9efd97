import type { ConnectionId } from '../../protocol/connection-id';
import type { ClusterStore } from './cluster-store';
import type { NodeName } from './node-ids';

/** Ids in one command to the store. */
const CHUNK = 1_000;

/**
 * The connections of this node, from before register is asked until they have ended, and a copy of
 * them in the store for whoever has to clean up after this node.
 */
export class HeldConnections {
  readonly #ids = new Set<ConnectionId>();

  constructor(
    private readonly node: NodeName,
    private readonly store: Pick<ClusterStore, 'add' | 'remove'>,
  ) {}

  add(id: ConnectionId): void {
    this.#ids.add(id);
    // While the store cannot be reached, writeAll makes up for it later.
    this.store.add(this.node, [id]).catch(() => undefined);
  }

  remove(id: ConnectionId): void {
    if (!this.#ids.delete(id)) return;
    // One that stays in the store costs a call of cleanup for nobody.
    this.store.remove(this.node, [id]).catch(() => undefined);
  }

  /** Writes all of them, for a store that may have forgotten them. */
  async writeAll(): Promise<void> {
    const ids = [...this.#ids];
    for (let at = 0; at < ids.length; at += CHUNK) {
      await this.store.add(this.node, ids.slice(at, at + CHUNK));
    }
  }
}
