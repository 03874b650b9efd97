import { toConnectionId } from '../../../protocol/connection-id';
import { randomIds } from '../../../gateway/engine/ids';
import type { FunctionOutcome } from '../../../gateway/engine/ports';
import { engineGateway, HANDSHAKE } from '../../support/engine-gateway';
import { RecordingSocket } from '../../support/recording-socket';
import { ACCEPTED } from '../../support/scripted-functions';

const IDS = { connectionId: () => toConnectionId('a+/b=='), requestId: () => 'request-1' };

describe('the handshake', () => {
  it('3: waits for register before it answers', async () => {
    const { gateway, functions, events, clock } = engineGateway();
    const release = functions.hold('register', ACCEPTED);
    let answered = false;
    const answer = gateway.connect(HANDSHAKE).finally(() => {
      answered = true;
    });
    await clock.advance(60_000);
    expect(answered).toBe(false);
    expect(functions.events('register')).toHaveLength(1);

    release();
    const accepted = await answer;
    if (!accepted.accepted) throw new Error('refused');
    gateway.open(accepted.id, new RecordingSocket());
    expect(events).toEqual([{ type: 'connected', id: accepted.id, durationMs: 60_000 }]);
    expect(gateway.connectionCount).toBe(1);
  });

  it('takes as long as it took, also where somebody sets the clock meanwhile', async () => {
    const { gateway, functions, events, clock } = engineGateway();
    const release = functions.hold('register', ACCEPTED);
    const answer = gateway.connect(HANDSHAKE);
    clock.jump(-3_600_000);
    await clock.advance(25);
    release();
    const accepted = await answer;
    if (!accepted.accepted) throw new Error('refused');
    gateway.open(accepted.id, new RecordingSocket());
    expect(events).toMatchObject([{ type: 'connected', durationMs: 25 }]);
  });

  it('4: sends register the documented event and nothing else', async () => {
    const { gateway, functions } = engineGateway({ ids: IDS });
    await gateway.connect({
      serviceId: 'service-abc',
      stage: 'test',
      path: '/chat',
      sourceIp: '10.1.2.3',
      subprotocols: 'scf-chat, token.x',
      extensions: 'permessage-deflate; client_max_window_bits',
    });
    expect(functions.events('register')).toStrictEqual([
      {
        requestContext: {
          serviceName: 'service-abc',
          serviceId: 'service-abc',
          path: '/chat',
          httpMethod: 'GET',
          requestId: 'request-1',
          identity: {},
          sourceIp: '10.1.2.3',
          stage: 'test',
          websocketEnable: true,
        },
        websocket: {
          action: 'connecting',
          secConnectionID: 'a+/b==',
          secWebSocketProtocol: 'scf-chat, token.x',
          secWebSocketExtensions: 'permessage-deflate; client_max_window_bits',
        },
      },
    ]);
  });

  it('5: leaves out what the client did not offer', async () => {
    const { gateway, functions } = engineGateway({ ids: IDS });
    await gateway.connect(HANDSHAKE);
    expect(functions.events('register')[0]?.websocket).toStrictEqual({
      action: 'connecting',
      secConnectionID: 'a+/b==',
    });
  });

  it('6: gives ids of 24 base64 characters with +, / and =, never one twice', () => {
    const ids = Array.from({ length: 1_000 }, () => randomIds.connectionId());
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(ids.some((id) => id.includes('+'))).toBe(true);
    expect(ids.some((id) => id.includes('/'))).toBe(true);
  });

  it.each([
    ['the one that register returned', 'other, scf-chat', 'scf-chat', 'scf-chat'],
    ['none that the client did not offer', 'other', 'scf-chat', undefined],
    ['none when the client offered none', undefined, 'scf-chat', undefined],
    ['none when register returned none', 'scf-chat', undefined, undefined],
    ['none when register returned a list', 'scf-chat, other', 'scf-chat, other', undefined],
  ])('7: passes on %s', async (_, subprotocols, returned, passedOn) => {
    const { gateway, functions } = engineGateway({ ids: IDS });
    functions.script('register', () => ({
      ok: true,
      value: {
        errNo: 0,
        errMsg: 'ok',
        websocket: {
          action: 'connecting',
          secConnectionID: 'a+/b==',
          secWebSocketProtocol: returned,
          secWebSocketExtensions: 'permessage-deflate',
        },
      },
    }));
    const answer = await gateway.connect({
      ...HANDSHAKE,
      ...(subprotocols !== undefined && { subprotocols }),
    });
    expect(answer).toStrictEqual({
      accepted: true,
      id: 'a+/b==',
      ...(passedOn !== undefined && { subprotocol: passedOn }),
    });
  });

  const failures: [string, FunctionOutcome, string][] = [
    [
      'errNo ≠ 0',
      { ok: true, value: { errNo: 201, errMsg: 'registry is down' } },
      'registry is down',
    ],
    ['a function that throws', { ok: false, reason: 'TypeError: x' }, 'register failed'],
    ['a time-out', { ok: false, reason: 'timed out after 3 s' }, 'register failed'],
    ['no JSON object', { ok: true, value: '{"errNo":0}' }, 'register failed'],
    ['nothing', { ok: true, value: undefined }, 'register failed'],
    ['a missing errNo', { ok: true, value: { errMsg: 'ok' } }, 'register failed'],
    ['an errNo that is text', { ok: true, value: { errNo: '0' } }, 'register failed'],
  ];
  it.each(failures)('8: refuses on %s, and no event follows', async (_, outcome, reason) => {
    const { gateway, functions, events, clock } = engineGateway({ ids: IDS });
    functions.script('register', () => outcome);
    expect(await gateway.connect(HANDSHAKE)).toEqual({ accepted: false, status: 403, reason });
    await clock.advance(60_000);
    expect(functions.calls.map((call) => call.role)).toEqual(['register']);
    expect(events.map((event) => event.type)).toEqual(['refused']);
    expect(() => gateway.open(IDS.connectionId(), new RecordingSocket())).toThrow('connect');
  });

  it('8: refuses with the status that the switch names', async () => {
    const { gateway, functions } = engineGateway({ switches: { refusalStatus: 502 } });
    functions.script('register', () => ({ ok: false, reason: 'x' }));
    expect(await gateway.connect(HANDSHAKE)).toMatchObject({ accepted: false, status: 502 });
  });

  it('9: does not know an id before its socket is open', async () => {
    const { gateway, functions } = engineGateway({ ids: IDS });
    const push = {
      websocket: { action: 'data send', secConnectionID: 'a+/b==', dataType: 'text', data: 'hi' },
    };
    const release = functions.hold('register', ACCEPTED);
    const answer = gateway.connect(HANDSHAKE);
    expect((await gateway.pushBack(push)).body.errNo).toBe(301);

    release();
    await answer;
    expect((await gateway.pushBack(push)).body.errNo).toBe(301);

    const socket = new RecordingSocket();
    gateway.open(IDS.connectionId(), socket);
    expect((await gateway.pushBack(push)).body.errNo).toBe(0);
    expect(socket.frames).toEqual(['hi']);
  });

  it('calls cleanup for a client that left while register ran, since it is registered', async () => {
    const { gateway, functions, events } = engineGateway({ ids: IDS });
    const answer = await gateway.connect(HANDSHAKE);
    if (!answer.accepted) throw new Error('refused');
    gateway.abandon(answer.id);
    gateway.abandon(answer.id);
    expect(functions.events('cleanup')).toEqual([
      { websocket: { action: 'closing', secConnectionID: 'a+/b==' } },
    ]);
    expect(events.map((event) => event.type)).toEqual(['refused']);
    expect(gateway.connectionCount).toBe(0);
  });

  it('opens an id once', async () => {
    const { gateway, join } = engineGateway();
    const { id } = await join();
    expect(() => gateway.open(id, new RecordingSocket())).toThrow('connect');
  });

  it('refuses with 503 when full, counting those in their handshake', async () => {
    const { gateway, functions, join } = engineGateway({ limits: { maxConnections: 2 } });
    const first = await join();
    const release = functions.hold('register', ACCEPTED);
    const second = gateway.connect(HANDSHAKE);
    const full = { accepted: false, status: 503, reason: 'the gateway is full' };
    expect(await gateway.connect(HANDSHAKE)).toEqual(full);
    release();
    expect(await second).toMatchObject({ accepted: true });
    expect(await gateway.connect(HANDSHAKE)).toEqual(full);
    expect(functions.events('register')).toHaveLength(2);
    first.handlers.closed('client');
    expect(await gateway.connect(HANDSHAKE)).toMatchObject({ accepted: true });
  });
});
