import type { ConnectionId } from '../../protocol/connection-id';
import type { ClosingEvent, ConnectingEvent, DataSendEvent } from '../../protocol/events';

/** What the gateway needs to know of a client that asks to connect. */
export interface Handshake {
  readonly serviceId: string;
  /** The environment the client named: `release`, `prepub` or `test`. */
  readonly stage: string;
  /** The API's path, without the environment. */
  readonly path: string;
  readonly sourceIp: string;
  /** The header `Sec-WebSocket-Protocol` as the client sent it; absent when it sent none. */
  readonly subprotocols?: string;
  /** The header `Sec-WebSocket-Extensions`, likewise. */
  readonly extensions?: string;
}

/** The event for register. No header but the two named ones and no query reach it (583/32553). */
export function connectingEvent(
  id: ConnectionId,
  requestId: string,
  handshake: Handshake,
): ConnectingEvent {
  const { serviceId, stage, path, sourceIp, subprotocols, extensions } = handshake;
  return {
    requestContext: {
      // Tencent's page says serviceName, its Go library serviceId; both hold the id.
      serviceName: serviceId,
      serviceId,
      path,
      httpMethod: 'GET',
      requestId,
      identity: {},
      sourceIp,
      stage,
      websocketEnable: true,
    },
    websocket: {
      action: 'connecting',
      secConnectionID: id,
      ...(subprotocols !== undefined && { secWebSocketProtocol: subprotocols }),
      ...(extensions !== undefined && { secWebSocketExtensions: extensions }),
    },
  };
}

/** The event for transport: a text frame as it is, a binary frame as base64 (583/32553). */
export function dataSendEvent(id: ConnectionId, data: Buffer, isBinary: boolean): DataSendEvent {
  return {
    websocket: {
      action: 'data send',
      secConnectionID: id,
      dataType: isBinary ? 'binary' : 'text',
      data: data.toString(isBinary ? 'base64' : 'utf8'),
    },
  };
}

/** The event for cleanup. */
export function closingEvent(id: ConnectionId): ClosingEvent {
  return { websocket: { action: 'closing', secConnectionID: id } };
}

/** Most bytes that JSON needs for one UTF-16 unit of text: those of an escape such as `\u0016`. */
const MAX_BYTES_PER_UNIT = 6;
/** More than a `data send` event is long without its data. */
const ENVELOPE_BYTES = 1024;

/** Whether the event is at most `maxBytes` long as JSON; only a long one has to be written out. */
export function isWithin(maxBytes: number, event: DataSendEvent): boolean {
  const worstCase = event.websocket.data.length * MAX_BYTES_PER_UNIT + ENVELOPE_BYTES;
  return worstCase <= maxBytes || Buffer.byteLength(JSON.stringify(event)) <= maxBytes;
}
