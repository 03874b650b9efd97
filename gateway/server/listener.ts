import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Gateway } from '../engine/gateway';
import { requestPath, type Refusal } from './handshake';
import { servePushBack } from './push-back-request';
import { refuseUpgrade, serveUpgrade, type UpgradeTarget } from './upgrade-request';

/** What there is on a port; asked anew for each request. */
export interface Route {
  /** For `/<environment><api path>`. */
  upgrade(path: string): UpgradeTarget | undefined;
  /** For `/<ApiId>`. */
  pushBack(path: string): Gateway | undefined;
}

export interface ListenerOptions {
  /** Loopback unless given, since a push-back needs no authentication. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly route: Route;
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
  const { host = LOOPBACK, port, route } = options;
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    serveRequest(route, request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    // Without a listener, a reset while register runs would end the process.
    socket.on('error', () => socket.destroy());
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
  const gateway = request.method === 'POST' ? route.pushBack(path) : undefined;
  if (gateway) {
    servePushBack(gateway, request, response);
    return;
  }
  const { status, reason, headers } = route.upgrade(path) ? WEBSOCKET_ONLY : NO_API;
  response.writeHead(status, { 'Content-Type': 'text/plain', ...headers });
  response.end(reason);
}

/** All open sockets, those of WebSockets too, which node:http hands over and forgets. */
function trackSockets(server: Server): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}
