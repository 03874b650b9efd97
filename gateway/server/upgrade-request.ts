import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Handshake } from '../engine/events';
import type { Gateway } from '../engine/gateway';
import { attachClient, ClientWebSocket } from './client-socket';
import { findHandshakeFault, type Refusal } from './handshake';

/** Where a client's path leads. */
export interface UpgradeTarget {
  readonly gateway: Gateway;
  readonly serviceId: string;
  /** The environment, such as `release`. */
  readonly stage: string;
  /** The API's path, without the environment. */
  readonly path: string;
  /** Why a client may not connect, before register is asked; everybody may unless given. */
  readonly findRefusal?: (request: IncomingMessage) => Refusal | undefined;
  /** The client's address, where a proxy stands before the gateway; the socket's unless given. */
  readonly clientAddress?: (request: IncomingMessage) => string;
}

/** One a gateway, since the limit is its own. */
const accepters = new WeakMap<Gateway, ReturnType<typeof createAccepter>>();

/** What completes the handshakes of a gateway. */
function createAccepter(gateway: Gateway) {
  /** What register has chosen, where it has. */
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    WebSocket: ClientWebSocket,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: gateway.limits.maxEventBytes,
    handleProtocols: (_offered, request) => subprotocols.get(request) ?? false,
  });
  return { server, subprotocols };
}

function accepterFor(gateway: Gateway): ReturnType<typeof createAccepter> {
  let accepter = accepters.get(gateway);
  if (!accepter) accepters.set(gateway, (accepter = createAccepter(gateway)));
  return accepter;
}

/** Has the gateway decide about a client, then completes the handshake or turns the client away. */
export async function serveUpgrade(
  target: UpgradeTarget,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const fault = findHandshakeFault(request) ?? target.findRefusal?.(request);
  if (fault) {
    refuseUpgrade(socket, fault);
    return;
  }
  const { gateway } = target;
  const answer = await gateway.connect(toHandshake(target, request));
  if (!answer.accepted) {
    refuseUpgrade(socket, answer);
    return;
  }
  const { server, subprotocols } = accepterFor(gateway);
  if (answer.subprotocol !== undefined) subprotocols.set(request, answer.subprotocol);
  server.handleUpgrade(request, socket, head, (webSocket) => {
    attachClient(webSocket, gateway, answer.id);
  });
  // `ws` calls back before it returns, or never when the client has left; then the id still waits.
  gateway.abandon(answer.id);
}

/** Answers a request for an upgrade with plain HTTP and closes the connection. */
export function refuseUpgrade(socket: Duplex, { status, reason, headers }: Refusal): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(reason)}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${reason}`);
}

function toHandshake(target: UpgradeTarget, request: IncomingMessage): Handshake {
  const { serviceId, stage, path } = target;
  const subprotocols = request.headers['sec-websocket-protocol'];
  const extensions = request.headers['sec-websocket-extensions'];
  return {
    serviceId,
    stage,
    path,
    sourceIp: target.clientAddress?.(request) ?? request.socket.remoteAddress ?? '',
    ...(subprotocols !== undefined && { subprotocols }),
    ...(extensions !== undefined && { extensions }),
  };
}
