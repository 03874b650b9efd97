import type { ConnectionId } from '../../protocol/connection-id';
import type { Clock } from './clock';
import type { Handshake } from './events';
import type { IdSource } from './ids';
import type { Limits } from './limits';
import type {
  ClientSocket,
  DeliverElsewhere,
  Functions,
  GatewayObserver,
  SocketEnd,
} from './ports';
import type { Delivery, PushBackAnswer, PushContent } from './push-back';
import type { Faults, Switches } from './switches';

export interface GatewayOptions {
  /** The functions bound now; what it calls may change while connections live. */
  readonly functions: Functions;
  readonly clock: Clock;
  readonly observe: GatewayObserver;
  /** Milliseconds without a message after which a connection is closed; may change likewise. */
  readonly idleTimeoutMs: () => number;
  readonly switches?: Partial<Switches>;
  readonly limits?: Partial<Limits>;
  readonly faults?: Faults;
  /** Random ids unless given. */
  readonly ids?: IdSource;
  /** Absent where this gateway is the only one. */
  readonly elsewhere?: DeliverElsewhere;
}

/** What a client that asks to connect is answered. */
export type HandshakeAnswer =
  | { readonly accepted: true; readonly id: ConnectionId; readonly subprotocol?: string }
  | { readonly accepted: false; readonly status: number; readonly reason: string };

/** What the owner of a client's socket tells the gateway. */
export interface SocketHandlers {
  /** A whole message; text is valid UTF-8. */
  message(data: Buffer, isBinary: boolean): void;
  pinged(): void;
  /** The socket is about to close by itself, since a message is longer than the gateway takes. */
  tooLarge(): void;
  /** The socket is gone; called once, last. */
  closed(how: SocketEnd): void;
}

/** The connections of one API, and their push-back. */
export interface Gateway {
  readonly limits: Limits;
  /** Connections that are open now. */
  readonly connectionCount: number;
  /** Asks register. Each accepted id must then be given to `open` or to `abandon`. */
  connect(handshake: Handshake): Promise<HandshakeAnswer>;
  /** The client has its 101 and this socket. Throws for an id that is not waiting for it. */
  open(id: ConnectionId, socket: ClientSocket): SocketHandlers;
  /**
   * The client left before its 101. Register has stored the id, so cleanup is called. Does nothing
   * to an id that was opened.
   */
  abandon(id: ConnectionId): void;
  /** Serves one push-back, given as parsed JSON. */
  pushBack(body: unknown): Promise<PushBackAnswer>;
  /**
   * Refuses new clients, closes all with 1001, each at a random moment within `spreadMs`, and
   * resolves when their sockets are gone. At once unless told.
   */
  close(spreadMs?: number): Promise<void>;
}

/** One of the nodes that a gateway may consist of, with what the other nodes need of it. */
export interface GatewayNode extends Gateway {
  /** Pushes to connections that are open here; what became of each is in the order of the ids. */
  deliver(ids: readonly ConnectionId[], content: PushContent): Delivery[];
  /** Closes with 1001 everybody who is here or in the handshake now, and goes on. */
  giveUpAll(): void;
}
