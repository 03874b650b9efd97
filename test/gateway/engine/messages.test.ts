import { engineGateway } from '../../support/engine-gateway';
import { SUCCEEDED } from '../../support/scripted-functions';

describe('messages of a client', () => {
  it.each([
    ['plain text', 'hello'],
    ['text beyond the BMP, with NUL, quotes and a byte order mark', '\ufeff😀\u0000"\\\u2028中文'],
    ['an empty text', ''],
  ])('10: hands %s to transport as it is', async (_, text) => {
    const { functions, join } = engineGateway();
    const { id, handlers } = await join();
    handlers.message(Buffer.from(text), false);
    expect(functions.events('transport')).toStrictEqual([
      { websocket: { action: 'data send', secConnectionID: id, dataType: 'text', data: text } },
    ]);
  });

  it('10: hands a binary frame to transport as base64', async () => {
    const { functions, join } = engineGateway();
    const { id, handlers } = await join();
    handlers.message(Buffer.from([0xff, 0xfe, 0, 0xfb]), true);
    expect(functions.events('transport')[0]?.websocket).toStrictEqual({
      action: 'data send',
      secConnectionID: id,
      dataType: 'binary',
      data: '//4A+w==',
    });
  });

  it('11: sends transport no requestContext', async () => {
    const { functions, join } = engineGateway();
    const { handlers } = await join();
    handlers.message(Buffer.from('hi'), false);
    expect(Object.keys(functions.events('transport')[0] ?? {})).toEqual(['websocket']);
  });

  it('12: keeps what transport returns to itself', async () => {
    const { functions, clock, events, join } = engineGateway();
    functions.script('transport', () => ({ ok: true, value: { errNo: 7, data: 'echo' } }));
    const { id, socket, handlers } = await join();
    handlers.message(Buffer.from('hi'), false);
    await clock.advance(0);
    expect(socket.frames).toEqual([]);
    expect(socket.isOpen).toBe(true);
    expect(events.at(-1)).toEqual({ type: 'message', id, bytes: 2, durationMs: 0 });
  });

  it('take as long as they take, also where somebody sets the clock meanwhile', async () => {
    const { functions, clock, events, join } = engineGateway();
    const { handlers } = await join();
    const release = functions.hold('transport', SUCCEEDED);
    handlers.message(Buffer.from('hi'), false);
    clock.jump(3_600_000);
    await clock.advance(25);
    release();
    await clock.advance(0);
    expect(events.at(-1)).toMatchObject({ type: 'message', durationMs: 25 });
  });

  it('13: cuts off the sender alone when transport fails', async () => {
    const { gateway, functions, clock, events, join } = engineGateway();
    functions.script('transport', () => ({ ok: false, reason: 'timed out after 3 s' }));
    const sender = await join();
    const other = await join();
    sender.handlers.message(Buffer.from('hi'), false);
    await clock.advance(0);
    expect(sender.socket.ending).toBe('terminated');
    expect(other.socket.isOpen).toBe(true);
    expect(gateway.connectionCount).toBe(1);
    expect(events.slice(2)).toEqual([
      { type: 'function failed', id: sender.id, role: 'transport', reason: 'timed out after 3 s' },
      { type: 'closed', id: sender.id, why: 'function failed' },
    ]);
    sender.handlers.closed('lost');
    expect(functions.events('cleanup')).toEqual([]);
  });

  describe('14: above the limit of an event', () => {
    const limits = { maxEventBytes: 2_000 };
    const envelope = (id: string) =>
      JSON.stringify({
        websocket: { action: 'data send', secConnectionID: id, dataType: 'text', data: '' },
      }).length;

    it('takes one of exactly the limit', async () => {
      const { functions, join } = engineGateway({ limits });
      const { id, handlers } = await join();
      handlers.message(Buffer.alloc(2_000 - envelope(id), 'a'), false);
      expect(JSON.stringify(functions.events('transport')[0])).toHaveLength(2_000);
    });

    it.each([
      ['text', 'a', 1],
      ['text that JSON has to escape', '\u0001', 6],
      ['text of three bytes a character', '中', 3],
    ])('closes only its connection with 1009 for %s', async (_, character, bytes) => {
      const { gateway, functions, join } = engineGateway({ limits });
      const { id, socket, handlers } = await join();
      const other = await join();
      const fits = Math.floor((2_000 - envelope(id)) / bytes);
      handlers.message(Buffer.from(character.repeat(fits)), false);
      expect(functions.events('transport')).toHaveLength(1);
      expect(socket.isOpen).toBe(true);

      handlers.message(Buffer.from(character.repeat(fits + 1)), false);
      expect(functions.events('transport')).toHaveLength(1);
      expect(socket.ending).toEqual({ code: 1009, reason: 'message too large' });
      expect(other.socket.isOpen).toBe(true);
      expect(gateway.connectionCount).toBe(1);
    });

    it('counts binary as the base64 it becomes', async () => {
      const { functions, join } = engineGateway({ limits });
      const { socket, handlers } = await join();
      handlers.message(Buffer.alloc(1_600), true);
      expect(functions.events('transport')).toEqual([]);
      expect(socket.ending).toMatchObject({ code: 1009 });
    });

    it('is 6 MB unless set otherwise', () => {
      expect(engineGateway().gateway.limits.maxEventBytes).toBe(6_291_456);
    });
  });

  it('15: runs messages of one connection concurrently', async () => {
    const { functions, clock, events, join } = engineGateway();
    const { handlers } = await join();
    const release = functions.hold('transport');
    handlers.message(Buffer.from('slow'), false);
    functions.script('transport', () => SUCCEEDED);
    handlers.message(Buffer.from('quick'), false);
    await clock.advance(0);
    expect(functions.events('transport')).toHaveLength(2);
    expect(events.slice(1)).toMatchObject([{ type: 'message', bytes: 5 }]);

    release();
    await clock.advance(0);
    expect(events.slice(1)).toMatchObject([
      { type: 'message', bytes: 5 },
      { type: 'message', bytes: 4 },
    ]);
  });

  it('15: shuffles them when the switch says so, and loses none', async () => {
    const { functions, clock, join } = engineGateway({ switches: { shuffleWithinMs: 100 } });
    const { handlers } = await join();
    const sent = Array.from({ length: 50 }, (_, index) => String(index));
    for (const text of sent) handlers.message(Buffer.from(text), false);
    handlers.closed('client');
    await clock.advance(100);
    const received = functions.events('transport').map((event) => event.websocket['data']);
    expect(received).not.toEqual(sent);
    expect([...received].sort()).toEqual([...sent].sort());
  });

  it('ignores what still comes in after it closed the connection', async () => {
    const { gateway, functions, join } = engineGateway();
    const { id, handlers } = await join();
    await gateway.pushBack({ websocket: { action: 'closing', secConnectionID: id } });
    handlers.message(Buffer.from('late'), false);
    expect(functions.events('transport')).toEqual([]);
  });
});
