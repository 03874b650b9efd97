import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable, type Duplex } from 'node:stream';
import { destinationOf, type OwnHosts } from './destination';
import { textAnswer, type Endpoint, type HttpAnswer } from './http-answer';
import type { HttpRequest } from './http-request';
import { readBody } from './request-body';
import { parseRequestTarget } from './request-target';

/** What stands behind the port. */
export interface CloudEndpoints {
  /** e.g. `cos.ap-guangzhou.myqcloud.com`. */
  readonly cosHost: string;
  readonly api: (product: string | undefined) => Endpoint;
  readonly cos: (bucket: string | undefined) => Endpoint;
  readonly page: Endpoint;
  /** Takes a WebSocket that asks for a path of the cloud's own address; false for no such path. */
  readonly upgrade: (
    path: string,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ) => boolean;
  /** Hears of our own mistakes. */
  readonly onFault: (error: unknown) => void;
}

export interface CloudServer {
  readonly port: number;
  /** Begins to answer; to be called once, before anything else is awaited. */
  serve(endpoints: CloudEndpoints): void;
  /** Stops listening and cuts off whoever is still connected. */
  close(): Promise<void>;
}

/** Longer than clients keep an idle socket, so that none is closed as it is used again. */
const KEEP_ALIVE_MS = 75_000;

const NOT_FORWARDED =
  'The local cloud serves *.tencentcloudapi.com and the COS hosts of its own region. ' +
  'It forwards nothing to any other host.';

/**
 * Opens the one port of the local cloud. It takes requests in absolute form, so that clients can
 * use it as their HTTP proxy, and requests to its own address. `port` 0 takes any free one.
 * Rejects with the system's own error when it cannot listen, such as one with code `EADDRINUSE`.
 */
export async function startCloudServer(host: string, port: number): Promise<CloudServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
  server.listen(port, host);
  await once(server, 'listening');
  // Only a pipe's address is a string.
  const { port: ownPort } = server.address() as AddressInfo;
  const upgraded = new Set<Duplex>();
  const names = [...new Set([host, 'localhost'])];
  return {
    port: ownPort,
    serve(endpoints) {
      const own: OwnHosts = { names, port: ownPort, cosHost: endpoints.cosHost };
      server.on('upgrade', (request, socket, head) => {
        upgraded.add(socket);
        socket.once('close', () => upgraded.delete(socket));
        socket.on('error', () => socket.destroy());
        const target = parseRequestTarget(request.url ?? '', request.headers.host ?? '');
        const isOwn = target && destinationOf(target.host, own).type === 'self';
        if (isOwn && endpoints.upgrade(target.path, request, socket, head)) return;
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      });
      server.on('request', (request, response) => {
        answer(endpoints, own, request).then(
          (result) => {
            send(response, result);
          },
          (error: unknown) => {
            // A client that goes away while it sends is not our mistake.
            if (!request.errored) endpoints.onFault(error);
            response.destroy();
          },
        );
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
        // Which node:http has forgotten.
        for (const socket of upgraded) socket.destroy();
      }),
  };
}

async function answer(
  endpoints: CloudEndpoints,
  own: OwnHosts,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  const target = parseRequestTarget(request.url ?? '', request.headers.host ?? '');
  if (!target) return textAnswer(403, NOT_FORWARDED);
  const endpoint = endpointFor(endpoints, own, target.host, request);
  if (!endpoint) return textAnswer(403, NOT_FORWARDED);
  const body = await readBody(request);
  if (!body) return textAnswer(413, 'The body is too large.');
  return endpoint({
    method: request.method ?? '',
    path: target.path,
    query: target.query,
    headers: { ...plainHeaders(request), host: target.host },
    body,
  });
}

function endpointFor(
  { api, cos, page }: CloudEndpoints,
  own: OwnHosts,
  host: string,
  { headers }: IncomingMessage,
): Endpoint | undefined {
  const destination = destinationOf(host, own);
  switch (destination.type) {
    case 'api':
      return api(destination.product);
    case 'bucket':
      return cos(destination.bucket);
    case 'cos without bucket':
      return cos(undefined);
    case 'self':
      return 'x-tc-action' in headers ? api(undefined) : page;
    case 'foreign':
      return undefined;
  }
}

function plainHeaders({ headers }: IncomingMessage): HttpRequest['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
  );
}

function send(response: ServerResponse, { status, headers, body = '' }: HttpAnswer): void {
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    // A reader who goes away is no failure.
    pipeline(body, response, () => undefined);
    return;
  }
  response.writeHead(status, {
    // A 204 must have none (RFC 9110, 8.6); that of a HEAD is the object's and among the headers.
    ...(status !== 204 && { 'Content-Length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body);
}
