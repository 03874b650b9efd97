import { Redis, type ChainableCommander, type RedisOptions } from 'ioredis';
import { toConnectionId } from '../../protocol/connection-id';
import type { Clock } from '../engine/clock';
import type { ClusterStore } from './cluster-store';
import type { NodeName } from './node-ids';

/** Between two attempts to reach a Redis that is gone. */
const RECONNECT_MS = 250;
const CONNECT_TIMEOUT_MS = 3_000;
const COMMAND_TIMEOUT_MS = 2_000;
/** How long a connection that we end may take to close before it is cut. */
const DISCONNECT_TIMEOUT_MS = 200;
/** How long a node may be away and still learn that it was given up. */
const GIVEN_UP_MS = 24 * 60 * 60_000;

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  connectTimeout: CONNECT_TIMEOUT_MS,
  commandTimeout: COMMAND_TIMEOUT_MS,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  // What cannot be done now fails now: a push that waits would arrive too late.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: () => RECONNECT_MS,
};

export interface RedisStoreOptions {
  readonly url: string;
  /** What the keys and channels of one cluster begin with. */
  readonly clusterName: string;
  readonly node: NodeName;
  readonly clock: Pick<Clock, 'uptime'>;
}

/** At the start Redis could not be reached, or did not do what a node needs. Holds no secret. */
export class RedisUnusable extends Error {
  override readonly name = 'RedisUnusable';

  constructor(cause: unknown) {
    super(`Redis cannot be used at its URL (redisUrl): ${messageOf(cause)}`, { cause });
  }
}

/**
 * Connects to the Redis that the nodes share; a lost connection is made anew, for as long as it
 * takes. Messages go by Pub/Sub: a push is answered while its sender waits, so one that was lost
 * shows at once, and none may arrive late. Rejects with RedisUnusable.
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<ClusterStore> {
  const commands = new Redis(options.url, OPTIONS);
  const subscriber = new Redis(options.url, OPTIONS);
  const store = new RedisStore(options, commands, subscriber);
  try {
    await store.open();
    return store;
  } catch (cause) {
    store.close();
    throw new RedisUnusable(cause);
  }
}

class RedisStore implements ClusterStore {
  #connectedSince: number | undefined;
  #onConnected: () => void = () => undefined;
  #onMessage: (message: string) => void = () => undefined;
  readonly #prefix: string;

  constructor(
    private readonly options: RedisStoreOptions,
    private readonly commands: Redis,
    private readonly subscriber: Redis,
  ) {
    // In braces, so that all keys are in one slot: a command may name several only then.
    this.#prefix = `{${options.clusterName}}`;
  }

  async open(): Promise<void> {
    const { commands, subscriber, options } = this;
    let fault: Error | undefined;
    for (const redis of [commands, subscriber]) {
      // Later on errors show as rejected commands; an unheard event would end the process.
      redis.on('error', (error: Error) => {
        fault ??= error;
      });
      redis.on('close', () => {
        this.#connectedSince = undefined;
      });
    }
    subscriber.on('message', (_channel: string, message: string) => this.#onMessage(message));
    try {
      await Promise.all([commands.connect(), subscriber.connect()]);
      await subscriber.subscribe(this.#channel(options.node));
      // A replica, or a user with too few permissions, shows by what it refuses.
      await this.leave(options.node);
    } catch (error) {
      // Why a connection was not made is known to the event alone.
      throw fault ?? error;
    }
    // Such as a database that does not exist, after which ioredis goes on with another.
    if (fault) throw fault;
    this.#reached();
    for (const redis of [commands, subscriber]) redis.on('ready', () => this.#reached());
  }

  get connectedSince(): number | undefined {
    return this.#connectedSince;
  }

  onConnected(listener: () => void): void {
    this.#onConnected = listener;
  }

  onMessage(listener: (message: string) => void): void {
    this.#onMessage = listener;
  }

  async beat(node: NodeName, aliveMs: number) {
    const [, , givenUp, members] = await run(
      this.commands
        .pipeline()
        .set(this.#aliveKey(node), '1', 'PX', aliveMs)
        .sadd(this.#nodesKey, node)
        .del(this.#givenUpKey(node))
        .smembers(this.#nodesKey),
    );
    const nodes = members as NodeName[];
    const signs = await this.commands.mget(nodes.map((name) => this.#aliveKey(name)));
    return {
      alive: nodes.filter((_, at) => signs[at] !== null),
      lost: nodes.filter((_, at) => signs[at] === null),
      wasGivenUp: givenUp === 1,
    };
  }

  async leave(node: NodeName): Promise<void> {
    await run(
      this.commands
        .multi()
        .srem(this.#nodesKey, node)
        .del(this.#aliveKey(node), this.#connectionsKey(node)),
    );
  }

  async add(node: NodeName, ids: readonly string[]): Promise<void> {
    await this.commands.sadd(this.#connectionsKey(node), ...ids);
  }

  async remove(node: NodeName, ids: readonly string[]): Promise<void> {
    await this.commands.srem(this.#connectionsKey(node), ...ids);
  }

  async giveUp(node: NodeName): Promise<void> {
    const [connections, orphans] = [this.#connectionsKey(node), this.#orphansKey(node)];
    await run(
      this.commands
        .multi()
        .set(this.#givenUpKey(node), '1', 'PX', GIVEN_UP_MS)
        // Under another name, so that a node that lives after all may hold connections meanwhile.
        // Added to what is there: the node may have been given up before.
        .sunionstore(orphans, orphans, connections)
        .del(connections),
    );
  }

  async takeOrphans(node: NodeName, count: number) {
    return (await this.commands.spop(this.#orphansKey(node), count)).map(toConnectionId);
  }

  async bury(node: NodeName): Promise<void> {
    await this.commands.srem(this.#nodesKey, node);
  }

  async send(node: NodeName, message: string): Promise<boolean> {
    return (await this.commands.publish(this.#channel(node), message)) > 0;
  }

  close(): void {
    this.commands.disconnect();
    this.subscriber.disconnect();
  }

  /** Takes note when both connections are there. */
  #reached(): void {
    const isReached = [this.commands, this.subscriber].every(({ status }) => status === 'ready');
    if (!isReached || this.#connectedSince !== undefined) return;
    this.#connectedSince = this.options.clock.uptime();
    this.#onConnected();
  }

  get #nodesKey(): string {
    return `${this.#prefix}:nodes`;
  }

  #aliveKey(node: NodeName): string {
    return `${this.#prefix}:alive:${node}`;
  }

  #givenUpKey(node: NodeName): string {
    return `${this.#prefix}:given-up:${node}`;
  }

  #connectionsKey(node: NodeName): string {
    return `${this.#prefix}:connections:${node}`;
  }

  #orphansKey(node: NodeName): string {
    return `${this.#prefix}:orphans:${node}`;
  }

  #channel(node: NodeName): string {
    return `${this.#prefix}:node:${node}`;
  }
}

/** The results of a pipeline, in order. Rejects with the first error of any command. */
async function run(pipeline: ChainableCommander): Promise<unknown[]> {
  const results = (await pipeline.exec()) ?? [];
  return results.map(([error, result]) => {
    if (error) throw error;
    return result;
  });
}

/** Redis's messages name the command and what is wrong, and no password. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
