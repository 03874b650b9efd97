/** What happens to one socket. Nothing follows `closed`. */
export interface SocketEvents {
  opened(): void;
  text(data: string): void;
  binary(bytes: number): void;
  /** `code` and `reason` as in RFC 6455 §7.4; 1006 when there was no close frame. */
  closed(code: number, reason: string): void;
}

/** One WebSocket, from its opening handshake to its end. */
export interface Socket {
  /** Bytes of payload that were given to `send` and have not left yet; kept after the end. */
  readonly bufferedBytes: number;
  /** Only after `opened`. */
  send(text: string): void;
  /** Gives the socket up: none of its events is delivered any more. */
  drop(): void;
}

/** Starts a handshake. Throws when the browser will not even try, with its reason as message. */
export type OpenSocket = (events: SocketEvents) => Socket;
