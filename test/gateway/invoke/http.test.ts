import type { CallFunction } from '../../../gateway/invoke/call';
import { createHttpFunction, type HttpFunctionOptions } from '../../../gateway/invoke/http';
import { eventually } from '../../support/eventually';
import { startHttpServer, type HttpServer } from '../../support/http-server';

const EVENT = { websocket: { action: 'closing', secConnectionID: 'a+/==' } };

let server: HttpServer;
const servers: HttpServer[] = [];
const received: { method?: string; url?: string; type?: string; body: string }[] = [];
let answer: { status: number; body: string };

beforeEach(async () => {
  received.length = 0;
  server = await serve(({ method, url, headers }, body, response) => {
    received.push({ method, url, type: headers['content-type'], body });
    response.writeHead(answer.status);
    response.end(answer.body);
  });
});
afterEach(() => Promise.all(servers.splice(0).map((started) => started.close())));

/** A server that ends with the test. */
async function serve(...args: Parameters<typeof startHttpServer>): Promise<HttpServer> {
  const started = await startHttpServer(...args);
  servers.push(started);
  return started;
}

function functionAt(url: string, options: Partial<HttpFunctionOptions> = {}): CallFunction {
  return createHttpFunction({
    url: new URL(url),
    timeoutMs: 5_000,
    mayRunTwice: true,
    ...options,
  });
}

describe('a function behind a URL', () => {
  it('gets the event as JSON, and its return value comes back', async () => {
    answer = { status: 200, body: '{"errNo":0}' };
    const call = functionAt(`${server.url}/a?b=c`);
    expect(await call(EVENT)).toEqual({ ok: true, value: { errNo: 0 } });
    expect(received).toEqual([
      { method: 'POST', url: '/a?b=c', type: 'application/json', body: JSON.stringify(EVENT) },
    ]);
  });

  it.each([
    [200, '', { ok: true, value: null }],
    [200, 'null', { ok: true, value: null }],
    [200, '"send success"', { ok: true, value: 'send success' }],
    [200, 'send success', { ok: false, reason: 'the answer is not JSON' }],
    [204, '', { ok: false, reason: 'HTTP 204' }],
    [302, '', { ok: false, reason: 'HTTP 302' }],
    [404, '{"errNo":0}', { ok: false, reason: 'HTTP 404' }],
    [503, '', { ok: false, reason: 'HTTP 503' }],
  ])('that answers %d %j comes out as %j', async (status, body, outcome) => {
    answer = { status, body };
    const call = functionAt(server.url);
    expect(await call(EVENT)).toEqual(outcome);
    expect(received).toHaveLength(1);
  });

  it('fails when it takes too long', async () => {
    const slow = await serve(() => undefined);
    const call = functionAt(slow.url, { timeoutMs: 20 });
    expect(await call(EVENT)).toEqual({ ok: false, reason: 'no answer within 20 ms' });
  });

  it('has not begun where nobody listens', async () => {
    const { url } = server;
    await server.close();
    const call = functionAt(url);
    expect(await call(EVENT)).toEqual({ ok: false, reason: 'ECONNREFUSED', notBegun: true });
  });

  it('may have begun where the connection broke', async () => {
    const breaking = await serve((request) => request.socket.destroy());
    const call = functionAt(breaking.url);
    expect(await call(EVENT)).toEqual({ ok: false, reason: 'ECONNRESET' });
  });

  it.each([
    ['once more', true, 3],
    ['no second time, since it may have begun,', false, 2],
  ])('is called %s where a kept socket breaks: may it run twice? %p', async (_, twice, total) => {
    let calls = 0;
    const closing = await serve((request, _body, response) => {
      calls += 1;
      // The second request comes in on the kept socket.
      if (calls === 2) request.socket.resetAndDestroy();
      else response.end('{}');
    });
    const call = functionAt(closing.url, { mayRunTwice: twice });
    expect(await call(EVENT)).toMatchObject({ ok: true });
    expect(await call(EVENT)).toMatchObject(twice ? { ok: true } : { reason: 'ECONNRESET' });
    expect(calls).toBe(total);
  });

  it('is given no socket that the other end is about to close', async () => {
    let hasLeft = false;
    const keeping = await serve((request, _body, response) => {
      request.socket.on('end', () => (hasLeft = true));
      response.setHeader('Keep-Alive', 'timeout=2');
      response.end('{}');
    });
    expect(await functionAt(keeping.url)(EVENT)).toMatchObject({ ok: true });
    await eventually('the end of the socket', () => hasLeft);
  });
});
