import { createHttpFunction } from '../../../gateway/invoke/http';
import { startHttpServer, type HttpServer } from '../../support/http-server';

const EVENT = { websocket: { action: 'closing', secConnectionID: 'a+/==' } };

let server: HttpServer;
const received: { method?: string; url?: string; type?: string; body: string }[] = [];
let answer: { status: number; body: string };

beforeEach(async () => {
  received.length = 0;
  server = await startHttpServer(({ method, url, headers }, body, response) => {
    received.push({ method, url, type: headers['content-type'], body });
    response.writeHead(answer.status);
    response.end(answer.body);
  });
});
afterEach(() => server.close());

describe('a function behind a URL', () => {
  it('gets the event as JSON, and its return value comes back', async () => {
    answer = { status: 200, body: '{"errNo":0}' };
    const call = createHttpFunction({ url: new URL(`${server.url}/a?b=c`), timeoutMs: 5_000 });
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
    const call = createHttpFunction({ url: new URL(server.url), timeoutMs: 5_000 });
    expect(await call(EVENT)).toEqual(outcome);
    expect(received).toHaveLength(1);
  });

  it('fails when it takes too long', async () => {
    const slow = await startHttpServer(() => undefined);
    const call = createHttpFunction({ url: new URL(slow.url), timeoutMs: 20 });
    expect(await call(EVENT)).toEqual({ ok: false, reason: 'no answer within 20 ms' });
    await slow.close();
  });

  it('has not begun where nobody listens', async () => {
    const { url } = server;
    await server.close();
    const call = createHttpFunction({ url: new URL(url), timeoutMs: 5_000 });
    expect(await call(EVENT)).toEqual({ ok: false, reason: 'ECONNREFUSED', notBegun: true });
    server = await startHttpServer(() => undefined);
  });

  it('may have begun where the connection broke', async () => {
    const breaking = await startHttpServer((request) => request.socket.destroy());
    const call = createHttpFunction({ url: new URL(breaking.url), timeoutMs: 5_000 });
    expect(await call(EVENT)).toEqual({ ok: false, reason: 'ECONNRESET' });
    await breaking.close();
  });

  it('is called once more where a kept socket turned out to be closed', async () => {
    let calls = 0;
    const closing = await startHttpServer((request, _body, response) => {
      calls += 1;
      // The second request comes in on the kept socket.
      if (calls === 2) request.socket.resetAndDestroy();
      else response.end('{}');
    });
    const call = createHttpFunction({ url: new URL(closing.url), timeoutMs: 5_000 });
    expect(await call(EVENT)).toMatchObject({ ok: true });
    expect(await call(EVENT)).toMatchObject({ ok: true });
    expect(calls).toBe(3);
    await closing.close();
  });
});
