import { WebSocket, type RawData } from 'ws';
import type { ConnectionId } from '../../protocol/connection-id';
import type { Gateway, SocketHandlers } from '../engine/gateway';
import type { ClientSocket, SocketEnd } from '../engine/ports';

/** Too large (RFC 6455 §7.4.1). */
const TOO_LARGE = 1009;

/** What `ws` reports as the close code when no close frame came (RFC 6455 §7.1.5). */
const NO_CLOSE_FRAME = 1006;

/** The codes by which `ws` says that a message is longer than `maxPayload`. */
const TOO_LARGE_CODES: readonly unknown[] = [
  'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
  'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
];

/**
 * A client's WebSocket as the gateway sees it. All of them share their listeners: with closures,
 * an idle connection would take a tenth more memory.
 */
export class ClientWebSocket extends WebSocket implements ClientSocket {
  handlers: SocketHandlers | undefined;
  fault: SocketEnd | undefined;

  get isOpen(): boolean {
    return this.readyState === this.OPEN;
  }

  get bufferedBytes(): number {
    return this.bufferedAmount;
  }

  /**
   * `ws` calls this by itself, and without a reason, once it knows a message to be longer than
   * `maxPayload`: the last moment at which the sender can be told.
   */
  override close(code?: number, reason?: string | Buffer): void {
    if (code === TOO_LARGE && reason === undefined && this.isOpen) this.handlers?.tooLarge();
    super.close(code, reason);
  }

  sendText(data: string): void {
    this.send(data);
  }

  sendBinary(data: Buffer): void {
    this.send(data);
  }
}

/** Connects an open WebSocket with the gateway that accepted it under this id. */
export function attachClient(webSocket: ClientWebSocket, gateway: Gateway, id: ConnectionId): void {
  webSocket.handlers = gateway.open(id, webSocket);
  webSocket.on('message', onMessage);
  webSocket.on('ping', onPing);
  webSocket.on('error', onError);
  webSocket.on('close', onClose);
}

/** `ws` calls listeners with the WebSocket as `this`, of which their type knows only the base class. */
function clientOf(webSocket: WebSocket): ClientWebSocket {
  if (webSocket instanceof ClientWebSocket) return webSocket;
  throw new Error('a listener of attachClient is on another kind of WebSocket');
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  // With its default binaryType, `ws` hands over one Buffer for every message.
  clientOf(this).handlers?.message(data as Buffer, isBinary);
}

function onPing(this: WebSocket): void {
  clientOf(this).handlers?.pinged();
}

/** `ws` closes by itself after a frame that it cannot accept, with 1002, 1007 or 1009. */
function onError(this: WebSocket, error: NodeJS.ErrnoException): void {
  clientOf(this).fault = TOO_LARGE_CODES.includes(error.code) ? 'too large' : 'bad frame';
}

function onClose(this: WebSocket, code: number): void {
  const { handlers, fault } = clientOf(this);
  handlers?.closed(fault ?? (code === NO_CLOSE_FRAME ? 'lost' : 'client'));
}
