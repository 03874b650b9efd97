import type { CloseReason } from '../../../gateway/engine/ports';
import { engineGateway, HANDSHAKE, type EngineGateway } from '../../support/engine-gateway';
import { RecordingSocket } from '../../support/recording-socket';
import { ACCEPTED } from '../../support/scripted-functions';

type OtherEnding = Exclude<CloseReason, 'client'>;

function closing(id: string): object {
  return { websocket: { action: 'closing', secConnectionID: id } };
}

/** Brings a new connection to each of the endings that are not the client's. */
const ENDINGS: Record<OtherEnding, (on: EngineGateway) => Promise<unknown>> = {
  lost: async (on) => {
    (await on.join()).handlers.closed('lost');
  },
  'bad frame': async (on) => {
    (await on.join()).handlers.closed('bad frame');
  },
  'too large': async (on) => {
    (await on.join()).handlers.closed('too large');
  },
  'push-back': async (on) => on.gateway.pushBack(closing((await on.join()).id)),
  'push-back failed': async (on) => on.gateway.pushBack(closing((await on.join()).id)),
  idle: async (on) => {
    await on.join();
    await on.clock.advance(15_000);
  },
  'function failed': async (on) => {
    on.functions.script('transport', () => ({ ok: false, reason: 'x' }));
    (await on.join()).handlers.message(Buffer.from('hi'), false);
    await on.clock.advance(0);
  },
  flood: async (on) => {
    const { handlers } = await on.join();
    for (let sent = 0; sent < 11; sent += 1) handlers.message(Buffer.from('hi'), false);
  },
  'too slow': async (on) => {
    const { id, socket } = await on.join();
    socket.bufferedBytes = Infinity;
    const websocket = { action: 'data send', secConnectionID: id, dataType: 'text', data: 'hi' };
    await on.gateway.pushBack({ websocket });
    await on.clock.advance(10_000);
    await on.gateway.pushBack({ websocket });
  },
  'given up': async (on) => {
    await on.join();
    on.gateway.giveUpAll();
  },
  shutdown: async (on) => {
    await on.join();
    void on.gateway.close();
  },
};

function gatewayFor(ending: OtherEnding, cleanupAfter: OtherEnding[]): EngineGateway {
  const faults = ending === 'push-back failed' ? { pushBackStatus: () => 500 as const } : {};
  const limits = ending === 'flood' ? { messagesPerSecond: 1 } : {};
  return engineGateway({ switches: { cleanupAfter }, faults, limits });
}

describe('the end of a connection', () => {
  it('17: calls cleanup once when the client closes', async () => {
    const { gateway, functions, events, join } = engineGateway();
    const { id, handlers } = await join();
    handlers.closed('client');
    expect(functions.events('cleanup')).toStrictEqual([closing(id)]);
    expect(events.at(-1)).toEqual({ type: 'closed', id, why: 'client' });
    expect(gateway.connectionCount).toBe(0);
  });

  it('17: does not bring a connection back whose cleanup fails', async () => {
    const { gateway, functions, clock, events, join } = engineGateway();
    functions.script('cleanup', () => ({ ok: false, reason: 'x' }));
    const { id, handlers } = await join();
    handlers.closed('client');
    await clock.advance(60_000);
    expect(gateway.connectionCount).toBe(0);
    expect(functions.events('cleanup')).toHaveLength(1);
    expect(events.at(-1)).toEqual({ type: 'function failed', id, role: 'cleanup', reason: 'x' });
  });

  it('18: closes with 1000 on a push-back, without calling cleanup', async () => {
    const { gateway, functions, events, join } = engineGateway();
    const { id, socket, handlers } = await join();
    expect(await gateway.pushBack(closing(id))).toEqual({
      status: 200,
      body: { errNo: 0, errMsg: 'ok' },
    });
    expect(socket.ending).toEqual({ code: 1000, reason: '' });
    // The client answers our close frame, which looks like a close of its own.
    handlers.closed('client');
    expect(functions.events('cleanup')).toEqual([]);
    expect(events.slice(1)).toEqual([{ type: 'closed', id, why: 'push-back' }]);
  });

  const others = Object.keys(ENDINGS) as OtherEnding[];

  it.each(others)('18, 19: calls no cleanup after "%s"', async (ending) => {
    const on = gatewayFor(ending, []);
    await ENDINGS[ending](on);
    expect(on.events.at(-1)).toMatchObject({ type: 'closed', why: ending });
    expect(on.functions.events('cleanup')).toEqual([]);
  });

  it.each(others)(
    '18, 19: calls cleanup once after "%s" when the switch says so',
    async (ending) => {
      const on = gatewayFor(ending, [ending]);
      await ENDINGS[ending](on);
      expect(on.functions.events('cleanup')).toHaveLength(1);
    },
  );
});

describe('a shutdown', () => {
  const GOING_AWAY = { code: 1001, reason: 'the gateway is shutting down' };

  it('closes every client with 1001 and waits until all are gone', async () => {
    const { gateway, clock, join } = engineGateway();
    const clients = [await join(), await join()];
    let isDone = false;
    const done = gateway.close().then(() => {
      isDone = true;
    });
    for (const { socket } of clients) expect(socket.ending).toEqual(GOING_AWAY);
    clients[0]?.handlers.closed('client');
    await clock.advance(0);
    expect(isDone).toBe(false);
    clients[1]?.handlers.closed('client');
    await done;
    expect(clock.pendingTimers).toBe(0);
  });

  it('cuts off a client that does not answer', async () => {
    const { gateway, clock, join } = engineGateway();
    const { socket, handlers } = await join();
    const done = gateway.close();
    await clock.advance(999);
    expect(socket.ending).toEqual(GOING_AWAY);
    await clock.advance(1);
    expect(socket.ending).toBe('terminated');
    handlers.closed('lost');
    await done;
  });

  it('can be spread, and serves those who are still there', async () => {
    const { gateway, clock, functions, join } = engineGateway();
    const clients = await Promise.all(Array.from({ length: 100 }, () => join()));
    const open = () => clients.filter(({ socket }) => socket.isOpen);
    let isDone = false;
    const done = gateway.close(10_000).then(() => {
      isDone = true;
    });
    await clock.advance(5_000);
    expect(open().length).toBeGreaterThan(20);
    expect(open().length).toBeLessThan(80);
    const { id = '', handlers, socket } = open()[0] ?? {};
    const websocket = { action: 'data send', secConnectionID: id, dataType: 'text', data: 'hi' };
    expect((await gateway.pushBack({ websocket })).body.errNo).toBe(0);
    handlers?.message(Buffer.from('still here'), false);
    expect(functions.events('transport')).toHaveLength(1);
    await clock.advance(5_000);
    expect(open()).toEqual([]);
    expect(socket?.ending).toEqual(GOING_AWAY);
    expect(isDone).toBe(false);
    for (const client of clients) client.handlers.closed('client');
    await done;
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses new clients without asking register, and knows no connection', async () => {
    const { gateway, functions } = engineGateway();
    await gateway.close();
    await gateway.close();
    expect(await gateway.connect(HANDSHAKE)).toMatchObject({ accepted: false, status: 503 });
    expect(functions.calls).toEqual([]);
    expect((await gateway.pushBack(closing('x'))).body.errNo).toBe(301);
  });

  it('closes a client whose register was still running', async () => {
    const { gateway, functions } = engineGateway();
    const release = functions.hold('register', ACCEPTED);
    const answer = gateway.connect(HANDSHAKE);
    await gateway.close();
    release();
    const accepted = await answer;
    if (!accepted.accepted) throw new Error('refused');
    const socket = new RecordingSocket();
    gateway.open(accepted.id, socket);
    expect(socket.ending).toEqual(GOING_AWAY);
    expect(gateway.connectionCount).toBe(0);
  });
});

describe('a node that was given up by the others', () => {
  it.each([
    ['while register runs', true],
    ['before the 101', false],
  ])(
    'has a client connect again for whom the others have called cleanup %s',
    async (_, whileRegisterRuns) => {
      const on = gatewayFor('given up', ['given up']);
      const release = on.functions.hold('register', ACCEPTED);
      const answer = on.gateway.connect(HANDSHAKE);
      if (whileRegisterRuns) on.gateway.giveUpAll();
      release();
      const accepted = await answer;
      if (!accepted.accepted) throw new Error('refused');
      if (!whileRegisterRuns) on.gateway.giveUpAll();
      const socket = new RecordingSocket();
      on.gateway.open(accepted.id, socket);
      expect(socket.ending).toEqual({ code: 1001, reason: 'please connect again' });
      expect(on.functions.events('cleanup')).toEqual([closing(accepted.id)]);
      expect((await on.join()).socket.isOpen).toBe(true);
    },
  );

  it('has its clients connect again, and goes on', async () => {
    const { gateway, join } = engineGateway();
    const before = await join();
    gateway.giveUpAll();
    expect(before.socket.ending).toEqual({ code: 1001, reason: 'please connect again' });
    expect((await join()).socket.isOpen).toBe(true);
    expect(gateway.connectionCount).toBe(1);
  });
});
