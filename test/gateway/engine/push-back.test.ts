import { engineGateway } from '../../support/engine-gateway';

const OK = { status: 200, body: { errNo: 0, errMsg: 'ok' } };

function dataSend(id: string, dataType: string, data: unknown): object {
  return { websocket: { action: 'data send', secConnectionID: id, dataType, data } };
}

function closing(secConnectionID: unknown): object {
  return { websocket: { action: 'closing', secConnectionID } };
}

describe('push-back', () => {
  it('21: delivers text as one text frame', async () => {
    const { gateway, events, join } = engineGateway();
    const { id, socket } = await join();
    expect(await gateway.pushBack(dataSend(id, 'text', '你好'))).toEqual(OK);
    expect(socket.frames).toEqual(['你好']);
    expect(events.at(-1)).toEqual({ type: 'pushed', id, bytes: 6 });
  });

  it('21: delivers binary as one binary frame', async () => {
    const { gateway, events, join } = engineGateway();
    const { id, socket } = await join();
    expect(await gateway.pushBack(dataSend(id, 'binary', '//4A+w=='))).toEqual(OK);
    expect(await gateway.pushBack(dataSend(id, 'binary', ''))).toEqual(OK);
    expect(socket.frames).toEqual([Buffer.from([0xff, 0xfe, 0, 0xfb]), Buffer.alloc(0)]);
    expect(events.at(-2)).toEqual({ type: 'pushed', id, bytes: 4 });
  });

  it.each(['//4A+w', '__4A-w==', 'not base64', 'YWJj\n', 'YWJ='])(
    '21: refuses %j as binary',
    async (data) => {
      const { gateway, join } = engineGateway();
      const { id, socket } = await join();
      expect(await gateway.pushBack(dataSend(id, 'binary', data))).toEqual({
        status: 200,
        body: {
          errNo: 302,
          errMsg: expect.stringContaining('websocket.data is not base64 with padding; ') as string,
        },
      });
      expect(socket.frames).toEqual([]);
    },
  );

  describe('22: to a connection that is not open here', () => {
    it('delivers nothing and answers 200 with errNo 301', async () => {
      const { gateway, join } = engineGateway();
      const { id, socket, handlers } = await join();
      handlers.closed('client');
      const unknown = {
        status: 200,
        body: {
          errNo: 301,
          errMsg: 'no open connection of this API has this secConnectionID',
        },
      };
      expect(await gateway.pushBack(dataSend(id, 'text', 'hi'))).toEqual(unknown);
      expect(await gateway.pushBack(closing(id))).toEqual(unknown);
      expect(await gateway.pushBack(dataSend('never issued', 'text', 'hi'))).toEqual(unknown);
      expect(socket.frames).toEqual([]);
    });

    it.each([404, 410] as const)('answers %d when the switch says so', async (status) => {
      const { gateway } = engineGateway({ switches: { unknownConnectionStatus: status } });
      const answer = await gateway.pushBack(dataSend('x', 'text', 'hi'));
      expect(answer).toMatchObject({ status, body: { errNo: 301 } });
    });

    it('does not reach a connection of another API', async () => {
      const here = engineGateway();
      const { id, socket } = await engineGateway().join();
      expect((await here.gateway.pushBack(dataSend(id, 'text', 'hi'))).body.errNo).toBe(301);
      expect(socket.frames).toEqual([]);
    });

    it('does not count a client that is closing as open', async () => {
      const { gateway, functions, join } = engineGateway();
      const { id, socket, handlers } = await join();
      socket.isOpen = false;
      expect((await gateway.pushBack(dataSend(id, 'text', 'hi'))).body.errNo).toBe(301);
      expect((await gateway.pushBack(closing(id))).body.errNo).toBe(301);
      handlers.closed('client');
      expect(functions.events('cleanup')).toHaveLength(1);
    });
  });

  it.each([
    ['a list of ids', closing(['a', 'b']), 'websocket.secConnectionID'],
    ['a list of requests', [closing('a')], 'websocket'],
    ['text', 'closing', 'the body'],
    ['null', null, 'the body'],
    ['no websocket', {}, 'websocket'],
    ['an unknown action', { websocket: { action: 'x' } }, 'websocket.action'],
    ['an empty id', closing(''), 'websocket.secConnectionID'],
    ['an unknown data type', dataSend('a', 'json', '{}'), 'websocket.dataType'],
    ['data that is no text', dataSend('a', 'text', { secret: 1 }), 'websocket.data'],
  ])('23: refuses %s and says what it expected', async (_, body, where) => {
    const { gateway } = engineGateway();
    const { status, body: reply } = await gateway.pushBack(body);
    expect({ status, errNo: reply.errNo }).toEqual({ status: 200, errNo: 302 });
    expect(reply.errMsg.split('; ')[0]).toBe(`${where} is missing or wrong`);
    expect(reply.errMsg).toContain('a push-back is {"websocket":');
    expect(reply.errMsg).not.toContain('secret');
  });

  it('24: fails with 500 and cuts the target off', async () => {
    const { gateway, join } = engineGateway({ faults: { pushBackStatus: () => 500 } });
    const target = await join();
    const other = await join();
    expect(await gateway.pushBack(dataSend(target.id, 'text', 'hi'))).toMatchObject({
      status: 500,
    });
    expect(target.socket).toMatchObject({ frames: [], ending: 'terminated' });
    expect(other.socket.isOpen).toBe(true);
  });

  it('24: fails with 429 and leaves the target alone', async () => {
    let status: 429 | undefined = 429;
    const { gateway, join } = engineGateway({ faults: { pushBackStatus: () => status } });
    const { id, socket } = await join();
    expect(await gateway.pushBack(dataSend(id, 'text', 'one'))).toMatchObject({ status: 429 });
    status = undefined;
    expect(await gateway.pushBack(dataSend(id, 'text', 'two'))).toEqual(OK);
    expect(socket.frames).toEqual(['two']);
  });

  it('24: answers late', async () => {
    const { gateway, clock, join } = engineGateway({ faults: { pushBackDelayMs: 5 } });
    const { id, socket } = await join();
    const answer = gateway.pushBack(dataSend(id, 'text', 'hi'));
    await clock.advance(4);
    expect(socket.frames).toEqual([]);
    await clock.advance(1);
    expect(socket.frames).toEqual(['hi']);
    expect(await answer).toEqual(OK);
  });

  it('disconnects a client that does not read what it is sent', async () => {
    const { gateway, join } = engineGateway({ limits: { maxBufferedBytes: 1_000 } });
    const slow = await join();
    slow.socket.bufferedBytes = 1_000;
    expect(await gateway.pushBack(dataSend(slow.id, 'text', 'hi'))).toEqual(OK);
    slow.socket.bufferedBytes = 1_001;
    expect((await gateway.pushBack(dataSend(slow.id, 'text', 'hi'))).body.errNo).toBe(301);
    expect(slow.socket.ending).toBe('terminated');
    expect(gateway.connectionCount).toBe(0);
  });
});
