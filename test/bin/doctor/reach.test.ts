import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reach } from '../../../bin/doctor/reach';

const TIMEOUT_MS = 5_000;
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

describe('asking a host for what it has', () => {
  const servers: Server[] = [];
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of PROXY_VARIABLES) delete process.env[name];
  });
  afterEach(async () => {
    process.env = { ...before };
    await Promise.all(
      servers.splice(0).map((server) => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
  });

  async function serve(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<string> {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('tells the size that the host says, behind redirects, without getting it', async () => {
    const methods: unknown[] = [];
    const files = await serve((request, response) => {
      methods.push(request.method);
      response.writeHead(200, { 'content-length': 123_456_789 }).end();
    });
    const host = await serve((_request, response) => {
      response.writeHead(302, { location: `${files}/file.zip` }).end();
    });
    expect(await reach(`${host}/file.zip`, TIMEOUT_MS)).toMatchObject({
      reached: true,
      status: 200,
      size: 123_456_789,
    });
    expect(methods).toEqual(['HEAD']);
  });

  it('has reached a host that refuses the request', async () => {
    const host = await serve((_request, response) => response.writeHead(403).end());
    expect(await reach(host, TIMEOUT_MS)).toMatchObject({ reached: true, status: 403 });
  });

  it('says when nothing listens there', async () => {
    const host = await serve((_request, response) => response.end());
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await reach(host, TIMEOUT_MS)).toEqual({
      reached: false,
      reason: 'it refuses the connection',
    });
  });

  it('does not wait for a host that says nothing', async () => {
    const host = await serve(() => undefined);
    expect(await reach(host, 50)).toEqual({
      reached: false,
      reason: 'no answer within 0.05 s',
    });
  });

  it('follows no circle of redirects', async () => {
    const host = await serve((_request, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    );
    expect(await reach(host, TIMEOUT_MS)).toMatchObject({ reached: true, status: 302 });
  });

  it('goes by the proxy that the environment names, except to whom it excepts', async () => {
    const asked: unknown[] = [];
    const proxy = await serve((request, response) => {
      asked.push(request.url);
      response.end();
    });
    const host = await serve((_request, response) => response.writeHead(204).end());
    process.env['HTTP_PROXY'] = proxy;
    await reach('http://downloads.example/file', TIMEOUT_MS);
    process.env['NO_PROXY'] = '127.0.0.1';
    expect(await reach(host, TIMEOUT_MS)).toMatchObject({ status: 204 });
    expect(asked).toEqual(['http://downloads.example/file']);
  });
});
