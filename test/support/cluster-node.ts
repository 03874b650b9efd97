import { Cluster, type ClusterEvent } from '../../gateway/cluster/cluster';
import { randomNodeName } from '../../gateway/cluster/node-ids';
import type { ConnectionId } from '../../protocol/connection-id';
import { engineGateway, type EngineGateway } from './engine-gateway';
import type { InMemoryClusterHub, InMemoryClusterStore } from './in-memory-cluster-hub';

/** After which a node is lost. */
export const ALIVE_MS = 6_000;

/** A node of a cluster whose nodes meet in memory. */
export interface ClusterNode extends Omit<EngineGateway, 'clock' | 'events'> {
  readonly name: string;
  readonly cluster: Cluster;
  readonly store: InMemoryClusterStore;
  readonly events: ClusterEvent[];
  /** The connections of lost nodes that this node called cleanup for. */
  readonly cleanedUp: ConnectionId[];
  /** Ends it as a lost machine ends: without a word to anybody. */
  die(): void;
}

export async function joinCluster(hub: InMemoryClusterHub): Promise<ClusterNode> {
  const name = randomNodeName();
  const store = hub.store(name);
  const events: ClusterEvent[] = [];
  const cleanedUp: ConnectionId[] = [];
  const cluster = new Cluster({
    node: name,
    store,
    clock: hub.clock,
    aliveMs: ALIVE_MS,
    cleanUp: (id) => {
      cleanedUp.push(id);
      return Promise.resolve();
    },
    observe: (event) => events.push(event),
  });
  const on = engineGateway({
    clock: hub.clock,
    ids: cluster.ids,
    elsewhere: cluster.elsewhere,
    observe: cluster.observe,
    limits: { maxBatch: 100 },
    idleTimeoutMs: () => Infinity,
  });
  await cluster.join(on.gateway);
  return {
    ...on,
    name,
    cluster,
    store,
    events,
    cleanedUp,
    die() {
      store.close();
    },
  };
}
