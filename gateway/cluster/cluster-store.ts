import type { ConnectionId } from '../../protocol/connection-id';
import type { NodeName } from './node-ids';

/** Who is there, as the store knows it. */
export interface Attendance {
  readonly alive: readonly NodeName[];
  /** Came, did not say goodbye, and have not been heard of for as long as they said. */
  readonly lost: readonly NodeName[];
  /** Whether this node itself has been lost to the others since its last beat. */
  readonly wasGivenUp: boolean;
}

/**
 * What all nodes share. Every method rejects while the store cannot be reached, and a store that
 * comes back may have forgotten everything.
 */
export interface ClusterStore {
  /** Since when it can be reached without a break, as `Clock.uptime` tells it. */
  readonly connectedSince: number | undefined;
  /** Called each time it can be reached again. One listener. */
  onConnected(listener: () => void): void;
  /** Called for each message to this node. One listener. */
  onMessage(listener: (message: string) => void): void;

  /** Says that the node is alive for `aliveMs` more. */
  beat(node: NodeName, aliveMs: number): Promise<Attendance>;
  /** Says that the node is gone and leaves no connection behind. */
  leave(node: NodeName): Promise<void>;

  /** Writes down which connections a node holds. */
  add(node: NodeName, ids: readonly ConnectionId[]): Promise<void>;
  remove(node: NodeName, ids: readonly ConnectionId[]): Promise<void>;

  /** Begins, or joins in, to clean up after a lost node, which will learn of it if it lives. */
  giveUp(node: NodeName): Promise<void>;
  /** Takes up to `count` of its connections away for the caller alone; none when all are taken. */
  takeOrphans(node: NodeName, count: number): Promise<readonly ConnectionId[]>;
  /** Forgets the node. */
  bury(node: NodeName): Promise<void>;

  /** Sends a text to a node; false where nobody of that name listens. */
  send(node: NodeName, message: string): Promise<boolean>;
  close(): void;
}
