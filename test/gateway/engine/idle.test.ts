import { engineGateway } from '../../support/engine-gateway';

const IDLE = { code: 1001, reason: 'idle' };

describe('an idle connection', () => {
  it('16: is closed when the time-out has passed without a message, not before', async () => {
    const { gateway, clock, events, join } = engineGateway({ idleTimeoutMs: () => 800_000 });
    const { id, socket } = await join();
    await clock.advance(799_999);
    expect(socket.isOpen).toBe(true);
    await clock.advance(1);
    expect(socket.ending).toEqual(IDLE);
    expect(events.at(-1)).toEqual({ type: 'closed', id, why: 'idle' });
    expect(gateway.connectionCount).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('16: begins anew with each message of the client', async () => {
    const { clock, join } = engineGateway();
    const { socket, handlers } = await join();
    await clock.advance(14_000);
    handlers.message(Buffer.from('hi'), false);
    await clock.advance(14_999);
    expect(socket.isOpen).toBe(true);
    await clock.advance(1);
    expect(socket.ending).toEqual(IDLE);
  });

  it.each([
    ['does', {}, true],
    ['does not when the switch says so', { pushBackResetsIdle: false }, false],
  ])('16: a pushed frame %s count as a message', async (_, switches, isOpen) => {
    const { gateway, clock, join } = engineGateway({ switches });
    const { id, socket } = await join();
    await clock.advance(14_000);
    await gateway.pushBack({
      websocket: { action: 'data send', secConnectionID: id, dataType: 'text', data: 'hi' },
    });
    await clock.advance(1_000);
    expect(socket.isOpen).toBe(isOpen);
  });

  it.each([
    ['does not', {}, false],
    ['does when the switch says so', { pingResetsIdle: true }, true],
  ])('16: a ping %s count as a message', async (_, switches, isOpen) => {
    const { clock, join } = engineGateway({ switches });
    const { socket, handlers } = await join();
    await clock.advance(14_000);
    handlers.pinged();
    await clock.advance(1_000);
    expect(socket.isOpen).toBe(isOpen);
  });

  it('follows a time-out that changes while it lives', async () => {
    let timeoutMs = 800_000;
    const { clock, join } = engineGateway({ idleTimeoutMs: () => timeoutMs });
    const { socket } = await join();
    await clock.advance(60_000);
    timeoutMs = 15_000;
    await clock.advance(10_000);
    expect(socket.ending).toEqual(IDLE);
  });

  it('is left alone when its client is closing already', async () => {
    const { functions, clock, join } = engineGateway();
    const { socket, handlers } = await join();
    socket.isOpen = false;
    await clock.advance(60_000);
    handlers.closed('client');
    expect(socket.ending).toBeUndefined();
    expect(functions.events('cleanup')).toHaveLength(1);
  });

  it('is found by one timer among many, each when its own time has passed', async () => {
    const { clock, join } = engineGateway();
    const { socket: first } = await join();
    await clock.advance(5_000);
    const { socket: second } = await join();
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(10_000);
    expect([first.ending, second.ending]).toEqual([IDLE, undefined]);
    await clock.advance(4_999);
    expect(second.isOpen).toBe(true);
    await clock.advance(1);
    expect(second.ending).toEqual(IDLE);
  });

  it('is found in time by whoever comes after the time-out has become shorter', async () => {
    let timeoutMs = 800_000;
    const { clock, join } = engineGateway({ idleTimeoutMs: () => timeoutMs });
    await join();
    timeoutMs = 2_000;
    const { socket } = await join();
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(2_000);
    expect(socket.ending).toEqual(IDLE);
  });

  it('is watched again where the gateway had become empty in between', async () => {
    const { clock, join } = engineGateway();
    const { handlers } = await join();
    handlers.closed('client');
    await clock.advance(1_000);
    const { socket } = await join();
    await clock.advance(15_000);
    expect(socket.ending).toEqual(IDLE);
  });

  it('leaves no timer behind when it ends', async () => {
    const { clock, join } = engineGateway();
    const { handlers } = await join();
    expect(clock.pendingTimers).toBe(1);
    handlers.closed('client');
    expect(clock.pendingTimers).toBe(0);
  });
});
