import { engineGateway } from '../../support/engine-gateway';

const OK = { status: 200, body: { errNo: 0, errMsg: 'ok' } };

function dataSend(id: string, dataType: string, data: unknown): object {
  return { websocket: { action: 'data send', secConnectionID: id, dataType, data } };
}

function closing(secConnectionID: unknown): object {
  return { websocket: { action: 'closing', secConnectionID } };
}

const DATA = { action: 'data send', dataType: 'text', data: 'hi' };

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

  it('sends nothing to a client that leaves too much unread, and says 429', async () => {
    const { gateway, join } = engineGateway({ limits: { maxBufferedBytes: 1_000 } });
    const { id, socket } = await join();
    socket.bufferedBytes = 1_000;
    expect(await gateway.pushBack(dataSend(id, 'text', 'one'))).toEqual(OK);
    socket.bufferedBytes = 1_001;
    expect(await gateway.pushBack(dataSend(id, 'text', 'two'))).toEqual({
      status: 429,
      body: { errNo: 303, errMsg: 'the client does not read what it is sent' },
    });
    socket.bufferedBytes = 0;
    expect(await gateway.pushBack(dataSend(id, 'text', 'three'))).toEqual(OK);
    expect(socket).toMatchObject({ frames: ['one', 'three'], isOpen: true });
  });

  it('disconnects a client that is still behind 10 s later', async () => {
    const { gateway, clock, join } = engineGateway({ limits: { maxBufferedBytes: 1_000 } });
    const { id, socket } = await join();
    const push = async () => (await gateway.pushBack(dataSend(id, 'text', 'hi'))).body.errNo;
    socket.bufferedBytes = 1_001;
    expect(await push()).toBe(303);
    await clock.advance(9_999);
    expect(await push()).toBe(303);
    await clock.advance(1);
    expect(await push()).toBe(301);
    expect(socket.ending).toBe('terminated');
    expect(gateway.connectionCount).toBe(0);
  });

  it('gives a client that has caught up its 10 s anew', async () => {
    const { gateway, clock, join } = engineGateway({ limits: { maxBufferedBytes: 1_000 } });
    const { id, socket } = await join();
    const push = async () => (await gateway.pushBack(dataSend(id, 'text', 'hi'))).body.errNo;
    socket.bufferedBytes = 1_001;
    expect(await push()).toBe(303);
    socket.bufferedBytes = 0;
    expect(await push()).toBe(0);
    await clock.advance(10_000);
    socket.bufferedBytes = 1_001;
    expect(await push()).toBe(303);
  });
});

describe('a push-back for many connections', () => {
  function batch(ids: readonly string[], dataType = 'text', data = 'hi'): object {
    return { websocket: { action: 'data send', secConnectionIDs: ids, dataType, data } };
  }

  it('delivers to each and tells what became of each, in the order of the ids', async () => {
    const { gateway, join } = engineGateway({ limits: { maxBatch: 5, maxBufferedBytes: 1_000 } });
    const [ann, bob, slow] = [await join(), await join(), await join()];
    slow.socket.bufferedBytes = 1_001;
    const ids = [slow.id, 'unknown', bob.id, ann.id, ann.id];
    expect(await gateway.pushBack(batch(ids, 'binary', 'AP8='))).toEqual({
      status: 200,
      body: { errNo: 0, errMsg: 'ok', results: [303, 301, 0, 0, 0] },
    });
    expect(bob.socket.frames).toEqual([Buffer.from([0, 255])]);
    expect(ann.socket.frames).toHaveLength(2);
    expect(slow.socket.frames).toEqual([]);
  });

  it('may be for nobody', async () => {
    const { gateway } = engineGateway({ limits: { maxBatch: 5 } });
    expect((await gateway.pushBack(batch([]))).body).toEqual({
      errNo: 0,
      errMsg: 'ok',
      results: [],
    });
  });

  it('23: is an error where it is not offered', async () => {
    const { gateway, join } = engineGateway();
    const { id, socket } = await join();
    expect((await gateway.pushBack(batch([id]))).body).toMatchObject({ errNo: 302 });
    expect(socket.frames).toEqual([]);
  });

  it.each([
    ['too many ids', batch(['a', 'b', 'c'])],
    ['an empty id', batch([''])],
    ['ids that are no list', { websocket: { ...DATA, secConnectionIDs: 'a' } }],
    ['another action', { websocket: { ...DATA, action: 'closing', secConnectionIDs: ['a'] } }],
    ['bad base64', batch(['a'], 'binary', 'YWJ=')],
  ])('refuses %s as a whole', async (_, body) => {
    const { gateway } = engineGateway({ limits: { maxBatch: 2 } });
    const answer = await gateway.pushBack(body);
    expect(answer).toMatchObject({ status: 200, body: { errNo: 302 } });
    expect(answer.body.results).toBeUndefined();
  });
});

describe('a push-back to a gateway of many nodes', () => {
  it('asks the other nodes for those that are not here alone', async () => {
    const asked: unknown[] = [];
    const { gateway, join } = engineGateway({
      limits: { maxBatch: 4 },
      elsewhere: (ids, content) => {
        asked.push({ ids, content });
        return Promise.resolve(['delivered', 'unreachable', 'gone']);
      },
    });
    const { id, socket } = await join();
    const websocket = { ...DATA, secConnectionIDs: ['x', id, 'y', 'z'] };
    expect((await gateway.pushBack({ websocket })).body.results).toEqual([0, 0, 304, 301]);
    expect(asked).toEqual([
      { ids: ['x', 'y', 'z'], content: { action: 'data send', payload: 'hi' } },
    ]);
    expect(socket.frames).toEqual(['hi']);
    await gateway.pushBack(dataSend(id, 'text', 'hi'));
    expect(asked).toHaveLength(1);
  });

  it('answers 503 when the node of a connection cannot be reached', async () => {
    const { gateway } = engineGateway({ elsewhere: () => Promise.resolve(['unreachable']) });
    expect(await gateway.pushBack(closing('x'))).toEqual({
      status: 503,
      body: { errNo: 304, errMsg: 'the node that holds this connection cannot be reached now' },
    });
  });
});
