import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { requestPath, type Refusal } from './handshake';
import { servePushBack, type PushBackTarget } from './push-back-request';
import { refuseUpgrade, serveUpgrade, type UpgradeTarget } from './upgrade-request';

/** An answer that is at hand, without a look at the request's body. */
export interface PlainAnswer {
  readonly status: number;
  readonly body: string;
  /** `text/plain` unless given. */
  readonly contentType?: string;
}

/** What there is on a port; asked anew for each request. */
export interface Route {
  /** For `/<environment><api path>`. */
  upgrade(path: string): UpgradeTarget | undefined;
  /** For `/<ApiId>`. */
  pushBack(path: string): PushBackTarget | undefined;
  /** What goes before the other two, for plain requests. */
  answer?(path: string, request: IncomingMessage): PlainAnswer | undefined;
}

export interface ListenerOptions {
  /** Loopback unless given, since a push-back needs no authentication. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly route: Route;
  /** Certificate chain and key, in PEM; without them it speaks plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

export interface Listener {
  readonly port: number;
  /** Stops listening and cuts off whoever is still connected: close the gateways first. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Longer than clients keep an idle push-back socket, so that none is closed as it is used again. */
const KEEP_ALIVE_MS = 75_000;

/** The documented answer where no API matches (faq 628/34086). */
const NO_API: Refusal = { status: 404, reason: 'Found no api.' };

const WEBSOCKET_ONLY: Refusal = {
  status: 426,
  reason: 'this path speaks WebSocket only',
  headers: { Upgrade: 'websocket' },
};

/**
 * Serves WebSocket clients and push-backs on one port. Rejects with the system's own error when it
 * cannot listen, such as one with code `EADDRINUSE`.
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { host = LOOPBACK, port, route, tls } = options;
  const serve: RequestListener = (request, response) => serveRequest(route, request, response);
  const server = tls
    ? createTlsServer({ ...tls, keepAliveTimeout: KEEP_ALIVE_MS }, serve)
    : createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, serve);
  server.on('upgrade', (request, socket, head) => {
    // Without a listener, a reset while register runs would end the process.
    socket.on('error', destroySelf);
    const target = route.upgrade(requestPath(request));
    if (target) void serveUpgrade(target, request, socket, head);
    else refuseUpgrade(socket, NO_API);
  });
  const sockets = trackSockets(server);
  server.listen(port, host);
  await once(server, 'listening');
  return {
    // Only a pipe's address is a string.
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serveRequest(route: Route, request: IncomingMessage, response: ServerResponse): void {
  const path = requestPath(request);
  const plain = route.answer?.(path, request);
  if (plain) {
    response.writeHead(plain.status, { 'Content-Type': plain.contentType ?? 'text/plain' });
    response.end(plain.body);
    return;
  }
  const target = request.method === 'POST' ? route.pushBack(path) : undefined;
  if (target) {
    servePushBack(target, request, response);
    return;
  }
  const { status, reason, headers } = route.upgrade(path) ? WEBSOCKET_ONLY : NO_API;
  response.writeHead(status, { 'Content-Type': 'text/plain', ...headers });
  response.end(reason);
}

/** All open sockets, those of WebSockets too, which node:http hands over and forgets. */
function trackSockets(server: Server): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  // One listener for all: a closure each would be memory for each idle connection.
  function forgetSelf(this: Duplex): void {
    sockets.delete(this);
  }
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', forgetSelf);
  });
  return sockets;
}

function destroySelf(this: Duplex): void {
  this.destroy();
}
