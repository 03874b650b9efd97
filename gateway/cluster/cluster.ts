import type { ConnectionId } from '../../protocol/connection-id';
import type { Clock } from '../engine/clock';
import type { GatewayNode } from '../engine/gateway';
import type { IdSource } from '../engine/ids';
import type { DeliverElsewhere, GatewayEvent } from '../engine/ports';
import type { Delivery, PushContent } from '../engine/push-back';
import type { ClusterStore } from './cluster-store';
import { Forwarding } from './forwarding';
import { HeldConnections } from './held-connections';
import { Membership } from './membership';
import { nodeIds, nodeOf, type NodeName } from './node-ids';
import { Orphanage } from './orphanage';

/** What happens in a cluster, for logs and metrics. */
export type ClusterEvent =
  | { readonly type: 'store'; readonly isReachable: true }
  | { readonly type: 'store'; readonly isReachable: false; readonly reason: string }
  | { readonly type: 'forwarded'; readonly connections: number }
  | { readonly type: 'cleaned up'; readonly node: NodeName; readonly connections: number }
  | { readonly type: 'given up' };

export interface ClusterOptions {
  readonly node: NodeName;
  readonly store: ClusterStore;
  readonly clock: Clock;
  /**
   * A node that was not heard of for so many milliseconds is lost; it takes a third more until all
   * others know, and clean up.
   */
  readonly aliveMs: number;
  /** Calls cleanup for a connection of a lost node; never rejects. */
  readonly cleanUp: (id: ConnectionId) => Promise<void>;
  readonly observe: (event: ClusterEvent) => void;
}

/**
 * One node's part in a gateway of many nodes. Ids name their node, so that a push finds its way
 * without a look-up; the store only tells who is alive, carries messages, and keeps the ids of each
 * node for whoever cleans up after it.
 */
export class Cluster {
  /** For GatewayOptions. */
  readonly ids: IdSource;
  readonly #options: ClusterOptions;
  readonly #membership: Membership;
  readonly #orphanage: Orphanage;
  readonly #forwarding: Forwarding;
  readonly #held: HeldConnections;
  #gateway: Pick<GatewayNode, 'deliver' | 'giveUpAll'> | undefined;

  constructor(options: ClusterOptions) {
    const { node, store, clock, aliveMs, cleanUp, observe } = options;
    this.#options = options;
    this.#held = new HeldConnections(node, store);
    this.#orphanage = new Orphanage({
      store,
      cleanUp,
      onDone: (lost, connections) => observe({ type: 'cleaned up', node: lost, connections }),
    });
    this.#membership = new Membership({
      node,
      store,
      clock,
      aliveMs,
      onLost: (lost) => void this.#orphanage.cleanUpAfter(lost),
      onGivenUp: () => {
        observe({ type: 'given up' });
        this.#gateway?.giveUpAll();
      },
      onReachable: () => observe({ type: 'store', isReachable: true }),
      onUnreachable: (reason) => observe({ type: 'store', isReachable: false, reason }),
    });
    this.#forwarding = new Forwarding({
      node,
      store,
      clock,
      deliverHere: (ids, content) => this.#gateway?.deliver(ids, content) ?? [],
    });
    const ids = nodeIds(node);
    this.ids = {
      requestId: () => ids.requestId(),
      connectionId: () => {
        const id = ids.connectionId();
        this.#held.add(id);
        return id;
      },
    };
  }

  get aliveNodes(): number {
    return this.#membership.aliveCount;
  }

  get isConnected(): boolean {
    return this.#membership.isReachable;
  }

  /** Takes part from now on, with the gateway that was made with `ids` and `elsewhere`. */
  async join(gateway: Pick<GatewayNode, 'deliver' | 'giveUpAll'>): Promise<void> {
    this.#gateway = gateway;
    const { store } = this.#options;
    store.onMessage((message) => this.#forwarding.receive(message));
    store.onConnected(() => {
      void this.#membership.start();
      this.#held.writeAll().catch(() => undefined);
    });
    await this.#membership.start();
  }

  /** To be told all that happens on the gateway. */
  readonly observe = (event: GatewayEvent): void => {
    if (event.type === 'closed' || event.type === 'refused') this.#held.remove(event.id);
  };

  /** For GatewayOptions. */
  readonly elsewhere: DeliverElsewhere = async (ids, content) => {
    const deliveries = new Map<ConnectionId, Delivery>();
    const asked = [...groupByNode(ids)].map(async ([node, ofNode]) => {
      const answers = await this.#deliverTo(node, ofNode, content);
      for (const [at, id] of ofNode.entries()) deliveries.set(id, answers[at] ?? 'unreachable');
    });
    await Promise.all(asked);
    return ids.map((id) => deliveries.get(id) ?? 'gone');
  };

  /** Says goodbye; the connections must have ended. */
  async leave(): Promise<void> {
    const { store, node } = this.#options;
    this.#membership.stop();
    // What was taken from the store would be cleaned up by nobody else.
    await this.#orphanage.stop();
    // Without it the others take this node for lost, and find nothing to clean up.
    await store.leave(node).catch(() => undefined);
    store.close();
  }

  async #deliverTo(
    node: NodeName,
    ids: readonly ConnectionId[],
    content: PushContent,
  ): Promise<readonly Delivery[]> {
    if (node === this.#options.node || this.#membership.isLost(node)) return allOf(ids, 'gone');
    this.#options.observe({ type: 'forwarded', connections: ids.length });
    const answer = await this.#forwarding.ask(node, ids, content);
    if (typeof answer !== 'string') return answer;
    // Only of a node that is nowhere can it be said that its connections are gone.
    const isNowhere =
      answer === 'nobody listens' && !this.#membership.isAlive(node) && this.#membership.isSettled;
    return allOf(ids, isNowhere ? 'gone' : 'unreachable');
  }
}

/** Leaves out what cannot be an id of any node. */
function groupByNode(ids: readonly ConnectionId[]): Map<NodeName, ConnectionId[]> {
  const groups = new Map<NodeName, ConnectionId[]>();
  for (const id of ids) {
    const node = nodeOf(id);
    if (node === undefined) continue;
    const group = groups.get(node);
    if (group) group.push(id);
    else groups.set(node, [id]);
  }
  return groups;
}

function allOf(ids: readonly ConnectionId[], delivery: Delivery): readonly Delivery[] {
  return ids.map(() => delivery);
}
