import type { WebSocket } from 'ws';
import type { ConnectionId } from '../../protocol/connection-id';
import type { Gateway } from '../engine/gateway';
import type { ClientSocket, SocketEnd } from '../engine/ports';

/** What `ws` reports as the close code when no close frame came (RFC 6455 §7.1.5). */
const NO_CLOSE_FRAME = 1006;

/** The codes by which `ws` says that a message is longer than `maxPayload`. */
const TOO_LARGE_CODES: readonly unknown[] = [
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
];

class WsClientSocket implements ClientSocket {
  readonly #webSocket: WebSocket;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  get isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }

  get bufferedBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  sendText(data: string): void {
    this.#webSocket.send(data);
  }

  sendBinary(data: Buffer): void {
    this.#webSocket.send(data);
  }

  close(code: number, reason: string): void {
    this.#webSocket.close(code, reason);
  }

  terminate(): void {
    this.#webSocket.terminate();
  }
}

/** Connects an open WebSocket with the gateway that accepted it under this id. */
export function attachClient(webSocket: WebSocket, gateway: Gateway, id: ConnectionId): void {
  const handlers = gateway.open(id, new WsClientSocket(webSocket));
  let fault: SocketEnd | undefined;
  webSocket.on('message', (data, isBinary) => {
    // With its default binaryType, `ws` hands over one Buffer for every message.
    handlers.message(data as Buffer, isBinary);
  });
  webSocket.on('ping', () => {
    handlers.pinged();
  });
  // `ws` closes by itself after a frame that it cannot accept, with 1002, 1007 or 1009.
  webSocket.on('error', (error: NodeJS.ErrnoException) => {
    fault = TOO_LARGE_CODES.includes(error.code) ? 'too large' : 'bad frame';
  });
  webSocket.on('close', (code) => {
    handlers.closed(fault ?? (code === NO_CLOSE_FRAME ? 'lost' : 'client'));
  });
}
