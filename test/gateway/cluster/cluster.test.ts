import { ANSWER_MS } from '../../../gateway/cluster/forwarding';
import { nodeIds, randomNodeName } from '../../../gateway/cluster/node-ids';
import { ALIVE_MS, joinCluster, type ClusterNode } from '../../support/cluster-node';
import { FakeClock } from '../../support/fake-clock';
import { InMemoryClusterHub } from '../../support/in-memory-cluster-hub';
import { ACCEPTED } from '../../support/scripted-functions';

/** Between two signs of life. */
const BEAT_MS = ALIVE_MS / 3;

let clock: FakeClock;
let hub: InMemoryClusterHub;
let one: ClusterNode;
let two: ClusterNode;

beforeEach(async () => {
  clock = new FakeClock();
  hub = new InMemoryClusterHub(clock);
  [one, two] = [await joinCluster(hub), await joinCluster(hub)];
  await clock.advance(ALIVE_MS);
});

function send(id: string, data = 'hi'): object {
  return { websocket: { action: 'data send', secConnectionID: id, dataType: 'text', data } };
}

async function errNoOf(node: ClusterNode, id: string): Promise<number> {
  return (await node.gateway.pushBack(send(id))).body.errNo;
}

describe('a push in a cluster', () => {
  it('reaches a connection of another node', async () => {
    const { id, socket } = await two.join();
    expect(await one.gateway.pushBack(send(id, '你好'))).toEqual({
      status: 200,
      body: { errNo: 0, errMsg: 'ok' },
    });
    expect(socket.frames).toEqual(['你好']);
  });

  it('closes a connection of another node', async () => {
    const { id, socket } = await two.join();
    const websocket = { action: 'closing', secConnectionID: id };
    expect((await one.gateway.pushBack({ websocket })).body.errNo).toBe(0);
    expect(socket.ending).toEqual({ code: 1000, reason: '' });
  });

  it('finds all of a batch, one message a node', async () => {
    const three = await joinCluster(hub);
    const members = [await one.join(), await two.join(), await three.join(), await two.join()];
    const ids = [...members.map(({ id }) => id), 'foreign', 'bm9ib2R5IGlzIGhlcmU+Pw=='];
    const websocket = {
      action: 'data send',
      secConnectionIDs: ids,
      dataType: 'binary',
      data: 'AP8=',
    };
    const { body } = await one.gateway.pushBack({ websocket });
    expect(body.results).toEqual([0, 0, 0, 0, 301, 301]);
    expect(members.map(({ socket }) => socket.frames)).toEqual(
      Array(4).fill([Buffer.from([0, 255])]),
    );
    expect(one.events.filter(({ type }) => type === 'forwarded')).toMatchObject([
      { connections: 2 },
      { connections: 1 },
      { connections: 1 },
    ]);
  });

  it('tells what became of it there', async () => {
    const { id, socket, handlers } = await two.join();
    socket.bufferedBytes = Infinity;
    expect(await errNoOf(one, id)).toBe(303);
    handlers.closed('lost');
    expect(await errNoOf(one, id)).toBe(301);
  });

  it('to a node that joined a moment ago arrives as well', async () => {
    const three = await joinCluster(hub);
    const { id } = await three.join();
    expect(await errNoOf(one, id)).toBe(0);
  });

  it('does not call a connection gone while its node may live', async () => {
    const { id } = await two.join();
    two.die();
    expect(await errNoOf(one, id)).toBe(304);
    await clock.advance(ALIVE_MS + BEAT_MS);
    expect(await errNoOf(one, id)).toBe(301);
  });

  it('to a node that does not answer is given up after 2 s', async () => {
    const { id } = await two.join();
    two.store.onMessage(() => undefined);
    const answer = errNoOf(one, id);
    await clock.advance(ANSWER_MS);
    expect(await answer).toBe(304);
  });

  it('to a node that has long been forgotten finds its connection gone', async () => {
    const id = nodeIds(randomNodeName()).connectionId();
    expect(await errNoOf(one, id)).toBe(301);
  });

  it('is served for connections of this node while the store is away', async () => {
    const [here, there] = [await one.join(), await two.join()];
    hub.goAway();
    expect(await errNoOf(one, here.id)).toBe(0);
    expect(await errNoOf(one, there.id)).toBe(304);
    expect(one.cluster.isConnected).toBe(true);
    await clock.advance(BEAT_MS);
    expect(one.cluster.isConnected).toBe(false);
    expect(one.events.at(-1)).toMatchObject({ type: 'store', isReachable: false });
  });
});

describe('the loss of a node', () => {
  it('has its connections cleaned up by those that are left, once each, within 8 s', async () => {
    const three = await joinCluster(hub);
    const members = await Promise.all(Array.from({ length: 100 }, () => two.join()));
    two.die();
    await clock.advance(ALIVE_MS + BEAT_MS);
    const cleanedUp = [...one.cleanedUp, ...three.cleanedUp];
    expect(cleanedUp.sort()).toEqual(members.map(({ id }) => id).sort());
    expect(hub.nodes).toEqual(new Set([one.name, three.name]));
    expect(one.cluster.aliveNodes).toBe(2);
  });

  it('does not concern connections that had ended', async () => {
    const [stays, ends] = [await two.join(), await two.join()];
    ends.handlers.closed('client');
    two.die();
    await clock.advance(ALIVE_MS + BEAT_MS);
    expect(one.cleanedUp).toEqual([stays.id]);
  });

  it('concerns a connection whose register was running', async () => {
    const release = two.functions.hold('register', ACCEPTED);
    void two.join().catch(() => undefined);
    await clock.advance(0);
    two.die();
    await clock.advance(ALIVE_MS + BEAT_MS);
    expect(one.cleanedUp).toHaveLength(1);
    release();
  });

  it('is finished by another node where the one that was at it is lost too', async () => {
    const three = await joinCluster(hub);
    const members = await Promise.all(Array.from({ length: 10 }, () => two.join()));
    two.die();
    // One takes note of the loss and gets no further.
    await one.store.giveUp(two.name);
    one.die();
    await clock.advance(ALIVE_MS + BEAT_MS);
    expect(three.cleanedUp.sort()).toEqual(members.map(({ id }) => id).sort());
  });

  it('is not what a goodbye is', async () => {
    const { id, handlers } = await two.join();
    const closed = two.gateway.close();
    handlers.closed('client');
    await closed;
    await two.cluster.leave();
    await clock.advance(ALIVE_MS + BEAT_MS);
    expect(one.cleanedUp).toEqual([]);
    expect(await errNoOf(one, id)).toBe(301);
    expect(hub.nodes).toEqual(new Set([one.name]));
  });
});

describe('a node that was taken for lost and lives', () => {
  it('has its clients connect again, and is part of the cluster again', async () => {
    const before = await two.join();
    two.store.isCutOff = true;
    two.store.connectedSince = undefined;
    await clock.advance(ALIVE_MS + BEAT_MS);
    expect(one.cleanedUp).toEqual([before.id]);
    expect(before.socket.isOpen).toBe(true);

    two.store.isCutOff = false;
    two.store.reconnect();
    await clock.advance(0);
    expect(before.socket.ending).toEqual({ code: 1001, reason: 'please connect again' });
    expect(two.events).toContainEqual({ type: 'given up' });
    const after = await two.join();
    await clock.advance(ALIVE_MS);
    expect(await errNoOf(one, after.id)).toBe(0);
    expect(await errNoOf(one, before.id)).toBe(301);
  });
});

describe('a store that was away', () => {
  it('and has forgotten everything costs no connection, and calls none gone', async () => {
    const members = [await one.join(), await two.join()];
    hub.goAway();
    await clock.advance(60_000);
    hub.forgetAll();
    hub.comeBack();
    const unknown = nodeIds(randomNodeName()).connectionId();
    expect(await errNoOf(one, unknown)).toBe(304);
    await clock.advance(BEAT_MS);
    expect(await errNoOf(one, members[1]?.id ?? '')).toBe(0);
    await clock.advance(ALIVE_MS);
    expect(await errNoOf(one, unknown)).toBe(301);
    expect([one, two].map(({ cleanedUp }) => cleanedUp)).toEqual([[], []]);
    expect(members.map(({ socket }) => socket.isOpen)).toEqual([true, true]);
    // The copies are there again.
    two.die();
    await clock.advance(ALIVE_MS + BEAT_MS);
    expect(one.cleanedUp).toEqual([members[1]?.id]);
  });

  it('and remembers everybody as long dead costs nobody who comes back in time', async () => {
    const member = await two.join();
    hub.goAway();
    await clock.advance(60_000);
    // Two needs a moment longer to find its way back.
    two.store.isCutOff = true;
    hub.comeBack();
    await clock.advance(ALIVE_MS - 1);
    expect(one.cleanedUp).toEqual([]);
    two.store.isCutOff = false;
    two.store.reconnect();
    await clock.advance(BEAT_MS);
    expect(one.cleanedUp).toEqual([]);
    expect(member.socket.isOpen).toBe(true);
  });
});
