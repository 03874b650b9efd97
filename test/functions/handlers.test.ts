import * as cleanup from '../../functions/cleanup';
import * as register from '../../functions/register';
import { connectionKey } from '../../functions/registry/key';
import * as transport from '../../functions/transport';
import { HEARTBEAT_FRAME } from '../../protocol/chat';
import { toConnectionId } from '../../protocol/connection-id';
import { FunctionEnvironment } from '../support/function-environment';
import { COS_ENVIRONMENT, InMemoryCos } from '../support/in-memory-cos';
import { PushBackServer } from '../support/push-back-server';

const CONTEXT = { request_id: 'request-1', getRemainingTimeInMillis: () => 30_000 };
const TWO_MINUTES_MS = 120_000;

function keyOf(id: string): string {
  return connectionKey(toConnectionId(id));
}

function connecting(id: string, subprotocols?: string) {
  return {
    requestContext: { path: '/', stage: 'release' },
    websocket: {
      action: 'connecting',
      secConnectionID: id,
      ...(subprotocols !== undefined && { secWebSocketProtocol: subprotocols }),
    },
  };
}

function frame(id: string, data: string) {
  return { websocket: { action: 'data send', secConnectionID: id, dataType: 'text', data } };
}

describe('the handlers, against COS and a gateway', () => {
  const environment = new FunctionEnvironment();
  const logged: string[] = [];
  let cos: InMemoryCos;
  let pushBack: PushBackServer;

  beforeEach(async () => {
    [cos, pushBack] = await Promise.all([InMemoryCos.start(), PushBackServer.start()]);
    environment.set({
      ...COS_ENVIRONMENT,
      COS_ENDPOINT: cos.endpoint,
      PUSH_BACK_URL: pushBack.url,
    });
    jest.spyOn(console, 'log').mockImplementation((line: string) => logged.push(line));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    logged.length = 0;
    environment.restore();
    await Promise.all([cos.close(), pushBack.close()]);
  });

  it('register two members, carry a message from one to the other, and remove one who closes', async () => {
    expect(await register.main_handler(connecting('ann+/='), CONTEXT)).toEqual({
      errNo: 0,
      errMsg: 'ok',
      websocket: { action: 'connecting', secConnectionID: 'ann+/=' },
    });
    const accepted = await register.main_handler(connecting('bob', 'token, scf-chat'), CONTEXT);
    expect(accepted).toMatchObject({ websocket: { secWebSocketProtocol: 'scf-chat' } });

    expect(await transport.main_handler(frame('ann+/=', 'hello'), CONTEXT)).toEqual({
      errNo: 0,
      errMsg: 'ok',
      online: 2,
      reached: 1,
      refused: 0,
      failed: 0,
      notReached: 0,
    });
    expect(pushBack.pushed).toEqual([frame('bob', 'hello(===Online people:2===)')]);

    const closing = { action: 'closing', secConnectionID: 'bob' };
    const closed = { errNo: 0, errMsg: 'ok', websocket: closing };
    expect(await cleanup.main_handler({ websocket: closing }, CONTEXT)).toEqual(closed);
    expect(await cleanup.main_handler({ websocket: closing }, CONTEXT)).toEqual(closed);
    expect(cos.keys).toEqual([keyOf('ann+/=')]);
    expect(pushBack.pushed).toHaveLength(1);
  });

  it('swallow a heartbeat without a word to COS or the gateway', async () => {
    const reply = await transport.main_handler(frame('ann', HEARTBEAT_FRAME), CONTEXT);
    expect(reply).toEqual({ errNo: 0, errMsg: 'ok' });
    expect([cos.requests, pushBack.pushed]).toEqual([[], []]);
  });

  it('drop a member whom the gateway refuses, unless it has just joined', async () => {
    cos.put(keyOf('stale'), Date.now() - TWO_MINUTES_MS);
    cos.put(keyOf('slow'), Date.now() - TWO_MINUTES_MS);
    cos.put(keyOf('joiner'));
    pushBack.answers.set('stale', { status: 200, body: '{"errNo":301,"errMsg":"unknown"}' });
    pushBack.answers.set('joiner', { status: 404, body: '' });
    pushBack.answers.set('slow', { status: 503, body: '' });
    const reply = await transport.main_handler(frame('ann', 'hello'), CONTEXT);
    expect(reply).toMatchObject({ errNo: 0, online: 4, reached: 0, refused: 2, failed: 1 });
    expect(cos.keys).toEqual([keyOf('joiner'), keyOf('slow')].sort());
  });

  it('push to all at once where the push-back URL offers it, and drop who is gone', async () => {
    environment.set({ PUSH_BACK_URL: `${pushBack.url}?batch=2` });
    const ids = ['one', 'stale', 'three'];
    for (const id of ids) cos.put(keyOf(id), Date.now() - TWO_MINUTES_MS);
    pushBack.answers.set('stale', { status: 200, body: '{"errNo":301,"errMsg":"unknown"}' });
    const reply = await transport.main_handler(frame('ann', 'hello'), CONTEXT);
    expect(reply).toMatchObject({ errNo: 0, online: 4, reached: 2, refused: 1 });
    expect(pushBack.batches.flat().sort()).toEqual(ids);
    expect(pushBack.batches.map(({ length }) => length).sort()).toEqual([1, 2]);
    expect(cos.keys).toEqual([keyOf('one'), keyOf('three')].sort());
  });

  it('disconnect a member for an operator', async () => {
    cos.put(keyOf('ann'));
    const disconnect = { action: 'disconnect', secConnectionID: 'ann' };
    const reply = await cleanup.main_handler({ websocket: disconnect }, CONTEXT);
    expect(reply).toEqual({ errNo: 0, errMsg: 'ok', websocket: disconnect });
    expect(pushBack.pushed).toEqual([{ websocket: { action: 'closing', secConnectionID: 'ann' } }]);
    expect(cos.keys).toEqual([]);
  });

  it('answer, and do not throw, when COS is down', async () => {
    cos.intercept = () => ({ status: 500 });
    const replies = await Promise.all([
      register.main_handler(connecting('ann'), CONTEXT),
      transport.main_handler(frame('ann', 'hello'), CONTEXT),
      cleanup.main_handler({ websocket: { action: 'closing', secConnectionID: 'ann' } }, CONTEXT),
    ]);
    const errMsg = 'The chat cannot reach its list of members right now; please try again.';
    expect(replies).toEqual(Array(3).fill({ errNo: 201, errMsg }));
    expect(pushBack.pushed).toEqual([]);
  });

  it('name a missing variable in the log, and answer', async () => {
    environment.set({ PUSH_BACK_URL: undefined });
    const reply = await transport.main_handler(frame('ann', 'hello'), CONTEXT);
    expect(reply).toMatchObject({ errNo: 202 });
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ error: 'PUSH_BACK_URL is missing' });
    // Neither register nor the end of a connection needs it.
    expect(await register.main_handler(connecting('ann'), CONTEXT)).toMatchObject({ errNo: 0 });
    const closing = { websocket: { action: 'closing', secConnectionID: 'ann' } };
    expect(await cleanup.main_handler(closing, CONTEXT)).toMatchObject({ errNo: 0 });
  });

  it('take renewed credentials at the next call', async () => {
    environment.set({ TENCENTCLOUD_SESSIONTOKEN: 'expired' });
    expect(await register.main_handler(connecting('ann'), CONTEXT)).toMatchObject({ errNo: 201 });
    environment.set({ TENCENTCLOUD_SESSIONTOKEN: COS_ENVIRONMENT.TENCENTCLOUD_SESSIONTOKEN });
    expect(await register.main_handler(connecting('ann'), CONTEXT)).toMatchObject({ errNo: 0 });
  });

  it('log one line each, without text, whole ids, secrets or the push-back URL', async () => {
    await register.main_handler(connecting('ann-with-a-long-id'), CONTEXT);
    await transport.main_handler(frame('bob-with-a-long-id', 'a secret text'), CONTEXT);
    await pushBack.close();
    await transport.main_handler(frame('bob-with-a-long-id', 'a secret text'), CONTEXT);

    expect(logged.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'info', requestId: 'request-1', function: 'register', errNo: 0 },
      { level: 'info', requestId: 'request-1', function: 'transport', reached: 1 },
      { level: 'warn', function: 'transport', failed: 1, reasons: { ECONNREFUSED: 1 } },
    ]);
    expect(logged.join('')).not.toMatch(/secret|long-id|127\.0\.0\.1|api-abc|examplekey/);
  });
});
