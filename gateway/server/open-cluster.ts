import { closingEvent } from '../engine/events';
import type { Clock } from '../engine/clock';
import type { Functions } from '../engine/ports';
import { Cluster, type ClusterEvent } from '../cluster/cluster';
import { randomNodeName } from '../cluster/node-ids';
import { openRedisStore } from '../cluster/redis-store';

export interface OpenClusterOptions {
  readonly redisUrl: string;
  readonly clusterName: string;
  /** Milliseconds without a sign of life after which a node is lost. */
  readonly nodeTimeoutMs: number;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly observe: (event: ClusterEvent) => void;
}

/** Connects to the Redis of the cluster. Rejects with RedisUnusable. */
export async function openCluster(options: OpenClusterOptions): Promise<Cluster> {
  const { redisUrl, clusterName, nodeTimeoutMs, clock, functions, observe } = options;
  const node = randomNodeName();
  const store = await openRedisStore({ url: redisUrl, clusterName, node, clock });
  return new Cluster({
    node,
    store,
    clock,
    aliveMs: nodeTimeoutMs,
    observe,
    cleanUp: async (id) => {
      await functions.invoke('cleanup', closingEvent(id));
    },
  });
}
