import type { ConnectionId } from '../../protocol/connection-id';
import type { Clock } from './clock';
import { IdleWatch, type Idling } from './idle-watch';
import type { MessageAllowance } from './message-allowance';
import type { ClientSocket, CloseReason, SocketEnd } from './ports';

/** A connection whose client is there. */
export interface Connection extends Idling {
  readonly id: ConnectionId;
  readonly socket: ClientSocket;
  /** Since when it has been too far behind to be sent anything, as `Clock.uptime` tells it. */
  slowSince: number | undefined;
  /** Messages that have come in, heartbeats included. */
  messages: number;
  /** From the first message on, where there is a limit: most connections are idle. */
  allowance?: MessageAllowance;
}

/**
 * How each ending looks to the client (RFC 6455 §7.4.1). An ending that is not here closes the TCP
 * connection without a close frame, as Tencent documents for a failed transport (583/32553).
 */
const CLOSE_FRAMES: Partial<Record<CloseReason, { code: number; reason: string }>> = {
  'push-back': { code: 1000, reason: '' },
  idle: { code: 1001, reason: 'idle' },
  shutdown: { code: 1001, reason: 'the gateway is shutting down' },
  'given up': { code: 1001, reason: 'please connect again' },
  flood: { code: 1008, reason: 'too many messages' },
  'too large': { code: 1009, reason: 'message too large' },
};

export interface ConnectionsOptions {
  readonly clock: Clock;
  readonly idleTimeoutMs: () => number;
  readonly closeGraceMs: number;
  /** Told once for each connection that was added. */
  readonly onEnd: (id: ConnectionId, why: CloseReason) => void;
}

/** The connections of one gateway, and their end. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #live = new Map<ConnectionId, Connection>();
  /** Live ones and those whose closing handshake is still under way. */
  readonly #sockets = new Set<Connection>();
  readonly #idleWatch: IdleWatch<Connection>;
  #onDrained: () => void = () => undefined;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#idleWatch = new IdleWatch({
      clock: options.clock,
      timeoutMs: options.idleTimeoutMs,
      living: () => this.#live.values(),
      onIdle: (connection) => {
        this.end(connection, 'idle');
      },
    });
  }

  get count(): number {
    return this.#live.size;
  }

  add(id: ConnectionId, socket: ClientSocket): Connection {
    const lastActiveAt = this.#options.clock.uptime();
    const connection: Connection = { id, socket, lastActiveAt, slowSince: undefined, messages: 0 };
    this.#live.set(id, connection);
    this.#sockets.add(connection);
    this.#idleWatch.start();
    return connection;
  }

  /** The connection of that id if frames can still reach its client. */
  find(id: ConnectionId): Connection | undefined {
    const connection = this.#live.get(id);
    return connection?.socket.isOpen === true ? connection : undefined;
  }

  /** Takes note that the connection is not idle. */
  touch(connection: Connection): void {
    connection.lastActiveAt = this.#options.clock.uptime();
  }

  isLive(connection: Connection): boolean {
    return this.#live.has(connection.id);
  }

  /**
   * Ends a connection from our side. One whose socket is already closing is left alone: `gone` will
   * follow, and knows the reason.
   */
  end(connection: Connection, why: CloseReason): void {
    const { socket } = connection;
    if (!socket.isOpen || !this.#remove(connection)) return;
    const frame = CLOSE_FRAMES[why];
    if (frame) socket.close(frame.code, frame.reason);
    else socket.terminate();
    this.#options.onEnd(connection.id, why);
  }

  /** Takes note that the socket is gone, for a reason of its own or because of `end`. */
  gone(connection: Connection, how: SocketEnd): void {
    if (this.#remove(connection)) this.#options.onEnd(connection.id, how);
    this.#sockets.delete(connection);
    if (this.#sockets.size === 0) this.#onDrained();
  }

  endAll(why: CloseReason): void {
    for (const connection of this.#live.values()) this.end(connection, why);
  }

  /**
   * Ends all, each at a random moment within `spreadMs`, so that they do not all come back at once;
   * resolves when every socket is gone. Those still there after the grace are cut off.
   */
  async shutDown(spreadMs: number): Promise<void> {
    const { clock, closeGraceMs } = this.#options;
    if (spreadMs === 0) this.endAll('shutdown');
    const endings = [...this.#live.values()].map((connection) =>
      clock.after(Math.random() * spreadMs, () => this.end(connection, 'shutdown')),
    );
    if (this.#sockets.size === 0) return;

    const drained = new Promise<void>((resolve) => {
      this.#onDrained = resolve;
    });
    const grace = clock.after(spreadMs + closeGraceMs, () => {
      for (const { socket } of this.#sockets) socket.terminate();
    });
    await drained;
    for (const timer of [grace, ...endings]) timer.cancel();
  }

  #remove(connection: Connection): boolean {
    const wasLive = this.#live.delete(connection.id);
    if (this.#live.size === 0) this.#idleWatch.stop();
    return wasLive;
  }
}
