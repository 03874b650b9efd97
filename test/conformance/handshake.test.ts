import { dataSend, gatewayStatement } from '../support/conformance/gateway-statement';
import { HANDSHAKE_HEADERS, handshakeAnswer } from '../support/conformance/raw-handshake';
import { eventually } from '../support/eventually';
import { ACCEPTED, type ReceivedEvent } from '../support/scripted-functions';

describe.each(['Sec-WebSocket-Key', 'Sec-WebSocket-Version'])('without %s', (missing) => {
  gatewayStatement(1, { needs: [] }, async (on) => {
    const headers = Object.entries(HANDSHAKE_HEADERS).filter(([name]) => name !== missing);
    const answer = await handshakeAnswer(on.target.wsUrl, Object.fromEntries(headers));
    expect(answer).toEqual({ status: 403, body: `need header ${missing}.` });
    expect(on.called()).toEqual([]);
  });
});

describe.each(['/', '/prepub/', '/other/', '/release/none'])('%s', (path) => {
  gatewayStatement(2, { needs: [] }, async (on) => {
    // Behind whatever a foreign gateway serves, since its own paths are not known here.
    const url = new URL(on.target.wsUrl);
    url.pathname = url.pathname === '/release/' ? path : `${url.pathname}/none${path}`;
    expect(await handshakeAnswer(url.href, HANDSHAKE_HEADERS)).toMatchObject({ status: 404 });
    expect(on.called()).toEqual([]);
  });
});

gatewayStatement(3, {}, async (on) => {
  const release = on.target.functions.hold('register', ACCEPTED);
  const client = on.dial();
  await eventually('register', () => on.registered().length === 1);
  // Another whole exchange shows that an answer would have come by now.
  await handshakeAnswer(on.target.wsUrl, { Connection: 'Upgrade', Upgrade: 'websocket' });
  expect(client.hasOpened).toBe(false);
  release();
  await eventually('the opening', () => client.hasOpened);
});

gatewayStatement(4, {}, async (on) => {
  const url = new URL(on.target.wsUrl);
  const [, stage = ''] = url.pathname.split('/');
  on.target.functions.script('register', () => ACCEPTED);
  const client = on.dial([], { headers: { Cookie: 'room=lobby', Origin: 'http://lobby.test' } });
  await eventually('the opening', () => client.hasOpened);
  const [event] = on.registered();
  expect(event).toMatchObject({
    requestContext: {
      serviceName: expect.any(String) as string,
      serviceId: expect.any(String) as string,
      path: url.pathname.slice(1 + stage.length) || '/',
      httpMethod: 'GET',
      requestId: expect.any(String) as string,
      identity: expect.any(Object) as object,
      sourceIp: expect.any(String) as string,
      stage,
      websocketEnable: true,
    },
    websocket: { action: 'connecting', secConnectionID: expect.any(String) as string },
  });
  expect(JSON.stringify(event)).not.toContain('lobby');
});

gatewayStatement(5, {}, async (on) => {
  await on.join([], { perMessageDeflate: false });
  on.target.functions.script('register', ({ websocket }) => ({
    ok: true,
    value: { errNo: 0, errMsg: 'ok', websocket: { ...websocket, secWebSocketProtocol: 'a' } },
  }));
  await on.join(['a', 'b'], { perMessageDeflate: true });
  const [without, withBoth] = on.registered().map(({ websocket }) => websocket);
  expect(Object.keys(without ?? {}).sort()).toEqual(['action', 'secConnectionID']);
  expect(withBoth).toMatchObject({
    secWebSocketProtocol: expect.stringMatching(/^a, ?b$/) as string,
    secWebSocketExtensions: expect.stringContaining('permessage-deflate') as string,
  });
});

gatewayStatement(6, {}, async (on) => {
  const clients = await Promise.all(Array.from({ length: 64 }, () => on.join()));
  const ids = on.registered().map(({ websocket }) => String(websocket['secConnectionID']));
  expect(new Set(ids).size).toBe(clients.length);
  expect(ids.some((id) => /[+/]/.test(id))).toBe(true);
  expect(ids.every((id) => id.endsWith('='))).toBe(true);
});

gatewayStatement(7, {}, async (on) => {
  on.target.functions.script('register', ({ websocket }) => ({
    ok: true,
    value: { errNo: 0, errMsg: 'ok', websocket: { ...websocket, secWebSocketProtocol: 'b' } },
  }));
  const { webSocket } = await on.join(['a', 'b'], { perMessageDeflate: false });
  expect([webSocket.protocol, webSocket.extensions]).toEqual(['b', '']);
});

const REFUSALS: readonly [string, (event: ReceivedEvent) => unknown][] = [
  ['an errNo', () => ({ errNo: 7, errMsg: 'full' })],
  ['no errNo', ({ websocket }) => ({ errMsg: 'ok', websocket })],
  ['no JSON', () => undefined],
  ['a text', () => 'ok'],
  ['nothing', () => null],
];

describe.each(REFUSALS)('register returns %s', (_, value) => {
  gatewayStatement(8, {}, async (on) => {
    on.target.functions.script('register', (event) => ({ ok: true, value: value(event) }));
    const client = on.dial();
    await eventually('the refusal', () => client.closeCode !== undefined);
    expect(client.hasOpened).toBe(false);
    const answer = await handshakeAnswer(on.target.wsUrl, HANDSHAKE_HEADERS);
    expect(answer.status).toBe(on.target.refusalStatus);
    expect(on.called()).toEqual(['register', 'register']);
  });
});

describe.each([undefined, { refusalStatus: 429 }])('with the switches %j', (switches) => {
  gatewayStatement(8, { when: 'register fails', ...(switches && { switches }) }, async (on) => {
    on.target.functions.script('register', () => ({ ok: false, reason: 'a fault' }));
    const client = on.dial();
    await eventually('the refusal', () => client.closeCode !== undefined);
    expect(client.hasOpened).toBe(false);
    const answer = await handshakeAnswer(on.target.wsUrl, HANDSHAKE_HEADERS);
    expect(answer.status).toBe(on.target.refusalStatus);
    expect(on.called()).toEqual(['register', 'register']);
  });
});

gatewayStatement(9, {}, async (on) => {
  const release = on.target.functions.hold('register', ACCEPTED);
  const client = on.dial();
  await eventually('register', () => on.registered().length === 1);
  const id = String(on.registered()[0]?.websocket['secConnectionID']);
  await on.expectUnknown(id);
  release();
  await eventually('the opening', () => client.hasOpened);
  expect(await on.push(dataSend(id, 'text', 'now'))).toMatchObject({ body: { errNo: 0 } });
});
