import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CHAT_SUBPROTOCOL } from '../../../protocol/chat';
import { serveOperations } from '../../process/serve-operations';
import type { BackendProgram } from './backend-program';

// WebSocket over HTTP: events go to and fro as the bodies of POSTs (pushpin.org/docs/protocols).
const EVENTS_TYPE = 'application/websocket-events';
const CHANNEL = 'room';
const SUBSCRIBE = `c:${JSON.stringify({ type: 'subscribe', channel: CHANNEL })}`;
const TEXT_EVENT = /^TEXT [0-9a-f]+\r\n(.*)\r\n$/s;

const agent = new Agent({ keepAlive: true });

async function listen({ publishPort }: { publishPort: number }): Promise<{ port: number }> {
  const server = createServer((incoming, response) => {
    // Pushpin breaks off what is under way when it ends.
    serve(publishPort, incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port };
}

async function serve(
  publishPort: number,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const events = await text(incoming);
  response.setHeader('Content-Type', EVENTS_TYPE);
  if (events.startsWith('OPEN')) {
    response.setHeader('Sec-WebSocket-Extensions', 'grip; message-prefix=""');
    response.setHeader('Sec-WebSocket-Protocol', CHAT_SUBPROTOCOL);
    response.end(`OPEN\r\n${textEvent(SUBSCRIBE)}`);
    return;
  }
  const message = TEXT_EVENT.exec(events)?.[1];
  if (message !== undefined) publish(publishPort, message);
  response.end();
}

function textEvent(content: string): string {
  return `TEXT ${Buffer.byteLength(content).toString(16)}\r\n${content}\r\n`;
}

function publish(port: number, content: string): void {
  const items = [{ channel: CHANNEL, formats: { 'ws-message': { content } } }];
  const to = { host: '127.0.0.1', port, path: '/publish/', method: 'POST', agent };
  request(to, (response) => response.resume())
    .on('error', () => undefined) // The message is missed then, and counted as such.
    .end(JSON.stringify({ items }));
}

serveOperations<BackendProgram>({ listen });
