import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { serveOperations } from '../process/serve-operations';
import {
  bareKey,
  KEYS_PER_PAGE,
  type BareGatewayInput,
  type BareGatewayMode,
  type BareGatewayProgram,
} from './bare-gateway-program';

const members: WebSocket[] = [];
let mode: BareGatewayMode = 'send';

async function listen({ pushBackMs, cosMs }: BareGatewayInput): Promise<{ port: number }> {
  const server = createServer({ keepAliveTimeout: 75_000 }, (incoming, response) => {
    if (incoming.method === 'GET') setTimeout(list, cosMs, incoming, response);
    else readBody(incoming, (body) => setTimeout(push, pushBackMs, body, response));
  });
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
    const member = members.push(socket) - 1;
    socket.on('message', (data: Buffer) => {
      received(member, data.toString());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port };
}

function received(sender: number, text: string): void {
  if (mode !== 'send') {
    request(mode.call, { method: 'POST' }, (response) => response.resume()).end(
      JSON.stringify({ sender, text }),
    );
    return;
  }
  for (const [member, socket] of members.entries()) {
    if (member !== sender) socket.send(text);
  }
}

/** A page of the members, in the form of COS's answer. */
function list({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const first = Number(new URLSearchParams(url.slice(url.indexOf('?'))).get('first'));
  const contents = members
    .slice(first, first + KEYS_PER_PAGE)
    .map(
      (_, index) =>
        `<Contents><Key>${bareKey(first + index)}</Key><LastModified>2026-11-23T08:00:00.000Z</LastModified>` +
        '<ETag>"d41d8cd98f00b204e9800998ecf8427e"</ETag><Size>0</Size></Contents>',
    );
  response.end(`<ListBucketResult>${contents.join('')}</ListBucketResult>`);
}

function push(body: string, response: ServerResponse): void {
  const { member, data } = JSON.parse(body) as { member: number; data: string };
  members[member]?.send(data);
  response.setHeader('Content-Type', 'application/json');
  response.end('{"errNo":0,"errMsg":"ok"}');
}

function readBody(incoming: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    done(Buffer.concat(chunks).toString());
  });
}

serveOperations<BareGatewayProgram>({
  listen,
  switchTo(next) {
    mode = next;
    return Promise.resolve();
  },
});
