import type { ClusterStore } from '../../../gateway/cluster/cluster-store';
import { openRedisStore, RedisUnusable } from '../../../gateway/cluster/redis-store';
import { systemClock } from '../../../gateway/engine/clock';
import { toConnectionId } from '../../../protocol/connection-id';
import { eventually } from '../../support/eventually';
import { hasRedis, NO_REDIS, RedisServer } from '../../support/redis-server';

const MINUTE_MS = 60_000;
const IDS = ['a+/==', 'b', 'c'].map(toConnectionId);

if (!hasRedis) console.warn(`skipped: ${NO_REDIS}`);

(hasRedis ? describe : describe.skip)('the store of a cluster in Redis', () => {
  let redis: RedisServer;
  const stores: ClusterStore[] = [];

  beforeEach(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) store.close();
    await redis.remove();
  });

  async function open(node: string, clusterName = 'chat', url = redis.url): Promise<ClusterStore> {
    const store = await openRedisStore({ url, clusterName, node, clock: systemClock });
    stores.push(store);
    return store;
  }

  it('knows who is alive, who is lost, and who has said goodbye', async () => {
    const store = await open('one');
    await store.beat('two', MINUTE_MS);
    await store.beat('three', 1);
    await store.beat('four', MINUTE_MS);
    await store.leave('four');
    await eventually('the loss', async () => {
      const { lost } = await store.beat('one', MINUTE_MS);
      return lost.length === 1;
    });
    const { alive, lost, wasGivenUp } = await store.beat('one', MINUTE_MS);
    expect([[...alive].sort(), lost, wasGivenUp]).toEqual([['one', 'two'], ['three'], false]);
  });

  it('gives the connections of a lost node to one taker each', async () => {
    const store = await open('one');
    await store.beat('two', 1);
    await store.add('two', IDS);
    await store.remove('two', IDS.slice(2));
    expect(await store.takeOrphans('two', 10)).toEqual([]);
    await store.giveUp('two');
    await store.giveUp('two');
    const taken = await Promise.all([store.takeOrphans('two', 1), store.takeOrphans('two', 1)]);
    expect(taken.flat().sort()).toEqual(IDS.slice(0, 2));
    expect(await store.takeOrphans('two', 10)).toEqual([]);
    await store.bury('two');
    expect(await store.beat('one', MINUTE_MS)).toEqual({
      alive: ['one'],
      lost: [],
      wasGivenUp: false,
    });
  });

  it('tells a node once that it was given up, and keeps what it holds since', async () => {
    const store = await open('one');
    await store.add('two', IDS.slice(0, 1));
    await store.giveUp('two');
    expect((await store.beat('two', MINUTE_MS)).wasGivenUp).toBe(true);
    expect((await store.beat('two', MINUTE_MS)).wasGivenUp).toBe(false);
    await store.add('two', IDS.slice(1, 2));
    expect(await store.takeOrphans('two', 10)).toEqual(IDS.slice(0, 1));
  });

  it('keeps what nobody has cleaned up yet where a node is given up again', async () => {
    const store = await open('one');
    await store.add('two', IDS.slice(0, 2));
    await store.giveUp('two');
    await store.beat('two', MINUTE_MS);
    await store.add('two', IDS.slice(1));
    await store.giveUp('two');
    expect([...(await store.takeOrphans('two', 10))].sort()).toEqual(IDS);
    expect((await store.beat('two', MINUTE_MS)).wasGivenUp).toBe(true);
  });

  it('carries messages to the node that they are for, and knows when nobody listens', async () => {
    const [one, two] = [await open('one'), await open('two')];
    const received: string[] = [];
    two.onMessage((message) => received.push(message));
    expect(await one.send('two', '你好')).toBe(true);
    expect(await one.send('three', 'nobody')).toBe(false);
    await eventually('the message', () => received.length === 1);
    expect(received).toEqual(['你好']);
  });

  it('keeps two clusters apart', async () => {
    const [chat, game] = [await open('one', 'chat'), await open('one', 'game')];
    await chat.beat('one', MINUTE_MS);
    expect((await game.beat('two', MINUTE_MS)).alive).toEqual(['two']);
    expect(await game.send('one', 'hi')).toBe(true);
    expect(await game.send('two', 'hi')).toBe(false);
  });

  it('rejects at once while Redis is away, and hears messages again when it is back', async () => {
    const [one, two] = [await open('one'), await open('two')];
    const received: string[] = [];
    let connected = 0;
    two.onMessage((message) => received.push(message));
    two.onConnected(() => (connected += 1));
    expect(two.connectedSince).toBeDefined();
    await redis.crash();
    await eventually('the loss', () => two.connectedSince === undefined);
    await expect(one.beat('one', MINUTE_MS)).rejects.toThrow();
    await expect(one.send('two', 'lost')).rejects.toThrow();
    await redis.begin();
    await eventually('the return', () => connected === 1);
    await eventually('the subscription', () => one.send('two', 'found').catch(() => false));
    await eventually('the message', () => received.length > 0);
    expect(new Set(received)).toEqual(new Set(['found']));
  });

  it('names no two keys of different slots in one command', async () => {
    await redis.remove();
    redis = await RedisServer.start({ hasSlots: true });
    // It serves a moment after it has been given its slots.
    await eventually('the cluster', () =>
      open('one').then(
        () => true,
        () => false,
      ),
    );
    const store = await open('one');
    await store.beat('two', 1);
    await store.add('two', IDS);
    await eventually('the loss', async () => {
      const { lost } = await store.beat('one', MINUTE_MS);
      return lost.includes('two');
    });
    await store.giveUp('two');
    expect(await store.takeOrphans('two', 10)).toHaveLength(IDS.length);
    await store.leave('one');
  });

  it('cannot be opened where there is no Redis', async () => {
    await redis.crash();
    await expect(open('one')).rejects.toThrow(RedisUnusable);
  });

  it('cannot be opened where Redis refuses what a node needs, and says what it refuses', async () => {
    await redis.tell(
      'ACL',
      'SETUSER',
      'reader',
      'on',
      '>a-password',
      '~*',
      '&*',
      '+@read',
      '+info',
    );
    const asReader = redis.url.replace('//', '//reader:a-password@');
    const asNobody = redis.url.replace('//', '//nobody:a-password@');
    const refusals = await Promise.all(
      [asReader, asNobody, `${redis.url}/99`].map((url) =>
        open('one', 'chat', url).then(
          () => 'opened',
          (error: unknown) => String(error),
        ),
      ),
    );
    expect(refusals).toEqual([
      expect.stringContaining('NOPERM'),
      expect.stringContaining('WRONGPASS'),
      expect.stringContaining('DB index is out of range'),
    ]);
    expect(refusals.join()).not.toContain('a-password');
  });
});
