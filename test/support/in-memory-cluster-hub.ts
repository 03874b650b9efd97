import type { Attendance, ClusterStore } from '../../gateway/cluster/cluster-store';
import type { NodeName } from '../../gateway/cluster/node-ids';
import type { ConnectionId } from '../../protocol/connection-id';
import type { FakeClock } from './fake-clock';

/** What Redis is to the nodes, in memory: can be away, can forget, and can lose sight of a node. */
export class InMemoryClusterHub {
  readonly #stores = new Map<NodeName, InMemoryClusterStore>();
  #isThere = true;
  readonly nodes = new Set<NodeName>();
  readonly aliveUntil = new Map<NodeName, number>();
  readonly connections = new Map<NodeName, Set<ConnectionId>>();
  readonly orphans = new Map<NodeName, Set<ConnectionId>>();
  readonly givenUp = new Set<NodeName>();

  constructor(readonly clock: FakeClock) {}

  get isThere(): boolean {
    return this.#isThere;
  }

  store(node: NodeName): InMemoryClusterStore {
    const store = new InMemoryClusterStore(this, node);
    this.#stores.set(node, store);
    return store;
  }

  find(node: NodeName): InMemoryClusterStore | undefined {
    return this.#stores.get(node);
  }

  goAway(): void {
    this.#isThere = false;
    for (const store of this.#stores.values()) store.connectedSince = undefined;
  }

  comeBack(): void {
    this.#isThere = true;
    for (const store of this.#stores.values()) store.reconnect();
  }

  /** As a Redis does that was started anew and keeps nothing on disk. */
  forgetAll(): void {
    for (const kept of [this.nodes, this.givenUp]) kept.clear();
    for (const kept of [this.aliveUntil, this.connections, this.orphans]) kept.clear();
  }
}

export class InMemoryClusterStore implements ClusterStore {
  connectedSince: number | undefined;
  /** Whether its node can reach the others; not when it is dead or cut off. */
  isCutOff = false;
  #connected: () => void = () => undefined;
  #message: (message: string) => void = () => undefined;

  constructor(
    private readonly hub: InMemoryClusterHub,
    private readonly node: NodeName,
  ) {
    this.connectedSince = hub.clock.uptime();
  }

  reconnect(): void {
    if (this.isCutOff) return;
    this.connectedSince = this.hub.clock.uptime();
    this.#connected();
  }

  onConnected(listener: () => void): void {
    this.#connected = listener;
  }

  onMessage(listener: (message: string) => void): void {
    this.#message = listener;
  }

  beat(node: NodeName, aliveMs: number): Promise<Attendance> {
    return this.#reach(() => {
      const now = this.hub.clock.uptime();
      this.hub.aliveUntil.set(node, now + aliveMs);
      this.hub.nodes.add(node);
      const isAlive = (name: NodeName) => (this.hub.aliveUntil.get(name) ?? 0) > now;
      const nodes = [...this.hub.nodes];
      return {
        alive: nodes.filter(isAlive),
        lost: nodes.filter((name) => !isAlive(name)),
        wasGivenUp: this.hub.givenUp.delete(node),
      };
    });
  }

  leave(node: NodeName): Promise<void> {
    return this.#reach(() => {
      this.hub.nodes.delete(node);
      this.hub.aliveUntil.delete(node);
      this.hub.connections.delete(node);
    });
  }

  add(node: NodeName, ids: readonly ConnectionId[]): Promise<void> {
    return this.#reach(() => {
      const held = this.hub.connections.get(node) ?? new Set();
      for (const id of ids) held.add(id);
      this.hub.connections.set(node, held);
    });
  }

  remove(node: NodeName, ids: readonly ConnectionId[]): Promise<void> {
    return this.#reach(() => {
      for (const id of ids) this.hub.connections.get(node)?.delete(id);
    });
  }

  giveUp(node: NodeName): Promise<void> {
    return this.#reach(() => {
      this.hub.givenUp.add(node);
      const held = this.hub.connections.get(node) ?? [];
      this.hub.orphans.set(node, new Set([...(this.hub.orphans.get(node) ?? []), ...held]));
      this.hub.connections.delete(node);
    });
  }

  takeOrphans(node: NodeName, count: number): Promise<readonly ConnectionId[]> {
    return this.#reach(() => {
      const orphans = this.hub.orphans.get(node) ?? new Set();
      const taken = [...orphans].slice(0, count);
      for (const id of taken) orphans.delete(id);
      return taken;
    });
  }

  bury(node: NodeName): Promise<void> {
    return this.#reach(() => {
      this.hub.nodes.delete(node);
    });
  }

  send(node: NodeName, message: string): Promise<boolean> {
    return this.#reach(() => {
      const receiver = this.hub.find(node);
      if (!receiver || receiver.isCutOff || receiver.connectedSince === undefined) return false;
      receiver.#message(message);
      return true;
    });
  }

  close(): void {
    this.connectedSince = undefined;
    this.isCutOff = true;
  }

  #reach<Result>(act: () => Result): Promise<Result> {
    return this.hub.isThere && !this.isCutOff
      ? Promise.resolve(act())
      : Promise.reject(new Error(`${this.node} cannot reach the store`));
  }
}
