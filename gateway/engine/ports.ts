import type { ConnectionId } from '../../protocol/connection-id';
import type { ErrNo } from '../../protocol/err-no';
import type { FunctionRole } from '../../protocol/events';
import type { Delivery, PushContent } from './push-back';

/** What came of calling a function: its return value, or why there is none. */
export type FunctionOutcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

/** How the gateway calls the three functions. Never rejects: a failed call is an outcome. */
export interface Functions {
  invoke(role: FunctionRole, event: object): Promise<FunctionOutcome>;
}

/**
 * Pushes to connections that are not open here, where other nodes may hold them. Gives what became
 * of each, in the order of the ids. Never rejects.
 */
export type DeliverElsewhere = (
  ids: readonly ConnectionId[],
  content: PushContent,
) => Promise<readonly Delivery[]>;

/** The client's end of one connection. */
export interface ClientSocket {
  /** False from the moment either side has begun to close. */
  readonly isOpen: boolean;
  /** Bytes handed over for sending that the network has not taken yet. */
  readonly bufferedBytes: number;
  sendText(data: string): void;
  sendBinary(data: Buffer): void;
  /** Closes in an orderly way, with a close frame. */
  close(code: number, reason: string): void;
  /** Ends the TCP connection without a close frame; a browser sees 1006. */
  terminate(): void;
}

/** How a socket came to its end, as far as the socket itself can tell. */
export type SocketEnd =
  /** The client sent a close frame. */
  | 'client'
  /** The TCP connection went away without a close frame. */
  | 'lost'
  /** A frame against RFC 6455, such as text that is not UTF-8. */
  | 'bad frame'
  /** A message longer than the gateway takes. */
  | 'too large';

/** Who or what ended a connection. */
export type CloseReason =
  | SocketEnd
  | 'push-back'
  | 'push-back failed'
  | 'idle'
  | 'function failed'
  | 'too slow'
  /** It goes on sending more messages than are taken. */
  | 'flood'
  /** The other nodes took this one for dead, and have cleaned up after it. */
  | 'given up'
  | 'shutdown';

/** What happened to connections, for logs and for people who watch; never message text. */
export type GatewayEvent =
  | { readonly type: 'connected'; readonly id: ConnectionId; readonly durationMs: number }
  | { readonly type: 'refused'; readonly id: ConnectionId; readonly reason: string }
  | {
      readonly type: 'message';
      readonly id: ConnectionId;
      readonly bytes: number;
      readonly durationMs: number;
    }
  | {
      readonly type: 'function failed';
      readonly id: ConnectionId;
      readonly role: FunctionRole;
      readonly reason: string;
    }
  | {
      readonly type: 'message refused';
      readonly id: ConnectionId;
      readonly errNo: ErrNo;
      readonly reason: string;
    }
  | { readonly type: 'pushed'; readonly id: ConnectionId; readonly bytes: number }
  | { readonly type: 'closed'; readonly id: ConnectionId; readonly why: CloseReason };

/**
 * Watches a gateway. Must not throw. Connection ids are given in full so that a watcher in this
 * process can match events; none may be printed.
 */
export type GatewayObserver = (event: GatewayEvent) => void;
