import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { HttpError } from '../../../functions/http/http';
import { sendHttp } from '../../../functions/http/node-http';
import { startHttpServer, type HttpServer } from '../../support/http-server';

function post(url: string, timeoutMs = 60_000) {
  const request = {
    method: 'POST',
    origin: new URL(url),
    path: '/path?query',
    headers: ['Host', 'bucket.example', 'Content-Type', 'text/plain'],
    body: 'grüße',
  } as const;
  return sendHttp(request, timeoutMs);
}

describe('the HTTP client', () => {
  let server: HttpServer | undefined;
  afterEach(() => server?.close());

  it('sends the request to the origin with the headers it is given, and brings the answer', async () => {
    server = await startHttpServer((request, body, response) => {
      response.writeHead(418, { Date: 'Thu, 01 Jan 2026 00:00:00 GMT' });
      response.end(JSON.stringify([request.method, request.url, request.rawHeaders, body]));
    });
    const sent = ['Host', 'bucket.example', 'Content-Type', 'text/plain', 'Content-Length', '7'];
    expect(await post(server.url)).toMatchObject({
      status: 418,
      headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
      body: JSON.stringify(['POST', '/path?query', [...sent, 'Connection', 'keep-alive'], 'grüße']),
    });
  });

  it('uses one socket for one request after another', async () => {
    const ports = new Set<number | undefined>();
    server = await startHttpServer((request, _body, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    for (let turn = 0; turn < 3; turn += 1) await post(server.url);
    expect(ports.size).toBe(1);
  });

  it('gives the reason time-out when no answer comes in time', async () => {
    server = await startHttpServer(() => undefined);
    expect(await post(server.url, 20)).toEqual(new HttpError('time-out'));
  });

  it('gives the reason time-out when the answer does not end in time', async () => {
    server = await startHttpServer((_request, _body, response) => {
      response.write('the first half');
    });
    expect(await post(server.url, 50)).toEqual(new HttpError('time-out'));
  });

  it('gives the reason when the answer is cut off', async () => {
    server = await startHttpServer((_request, _body, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('the first half', () => response.destroy());
    });
    expect(await post(server.url)).toEqual(new HttpError('ECONNRESET'));
  });

  it('gives the code of the system when nobody listens, and names no host', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    expect(await post(`http://127.0.0.1:${port}`)).toEqual(new HttpError('ECONNREFUSED'));
  });
});
