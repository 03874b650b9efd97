import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serveOperations } from '../process/serve-operations';
import { ECHO, residentBytes, type ServerProgram } from './server-program';

async function listen(): Promise<{ url: string }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text === ECHO) socket.send(text);
      else for (const client of server.clients) client.send(text);
    });
  });
  await once(server, 'listening');
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

serveOperations<ServerProgram>({ listen, residentBytes });
