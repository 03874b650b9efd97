import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayOptions } from '../../gateway/engine/gateway';
import { toConnectionId } from '../../protocol/connection-id';
import { ChatOnLocalCloud } from '../support/chat-on-local-cloud';
import { eventually } from '../support/eventually';
import type { RecordingClient } from '../support/recording-client';

type Switches = NonNullable<GatewayOptions['switches']>;

/** How long one may be idle, where that is tried. */
const IDLE_TIMEOUT_MS = 1_500;
/** Longer ago than the grace time of pruning. */
const PAST_GRACE_MS = 61_000;
const STALE = toConnectionId('c3RhbGU+c3RhbGU/AA==');

const AFTER_ALL: NonNullable<Switches['cleanupAfter']> = [
  'push-back',
  'push-back failed',
  'idle',
  'lost',
  'function failed',
  'bad frame',
  'too large',
  'too slow',
  'flood',
  'given up',
  'shutdown',
];

const SETTINGS: readonly Switches[] = [
  {},
  { refusalStatus: 429 },
  { shuffleWithinMs: 50 },
  { pushBackResetsIdle: false },
  { pingResetsIdle: true },
  { cleanupAfter: AFTER_ALL },
  { unknownConnectionStatus: 404 },
  { unknownConnectionStatus: 410 },
  { errorFrames: true },
];

describe.each(SETTINGS)('the chat under %j', (switches) => {
  let chat: ChatOnLocalCloud;
  beforeAll(async () => {
    chat = await ChatOnLocalCloud.start({ gateway: { switches } });
  });
  afterAll(() => chat.close());

  it('tells every other member, forgets who left, and prunes who is not there', async () => {
    const [ann, ben, cat] = [await chat.join(), await chat.join(), await chat.join()];
    ann.webSocket.send('hello');
    await eventually('the message', () => ben.frames.length + cat.frames.length === 2);
    expect([ann.frames, ben.frames, cat.frames]).toEqual([
      [],
      ['hello(===Online people:3===)'],
      ['hello(===Online people:3===)'],
    ]);

    cat.webSocket.close(1000);
    await eventually('the leave', async () => (await chat.registered()).length === 2);

    ben.webSocket.terminate();
    await chat.registerStale(STALE);
    const cleansUp = switches.cleanupAfter?.includes('lost') ?? false;
    if (cleansUp) {
      await eventually('cleanup', async () => (await chat.registered()).length === 2);
    }
    chat.faults.clockSkewMs = PAST_GRACE_MS;
    const met = await chat.broadcast(ann, 'anybody?');
    expect(met).toMatchObject({ reached: 0, refused: cleansUp ? 1 : 2 });
    expect(await chat.registered()).toHaveLength(1);
  });

  it('turns away whom it cannot register', async () => {
    chat.faults.functions = { register: 'crash' };
    await expect(chat.join()).rejects.toThrow(String(switches.refusalStatus ?? 403));
    chat.faults.functions = undefined;
  });
});

/** A chat of its own for one test. */
async function withChat(
  options: Parameters<typeof ChatOnLocalCloud.start>[0],
  test: (chat: ChatOnLocalCloud) => Promise<void>,
): Promise<void> {
  const chat = await ChatOnLocalCloud.start(options);
  try {
    await test(chat);
  } finally {
    await chat.close();
  }
}

it('the chat whose messages are shuffled loses none and doubles none', () =>
  withChat({ gateway: { switches: { shuffleWithinMs: 50 } } }, async (chat) => {
    const [ann, ben] = [await chat.join(), await chat.join()];
    const texts = Array.from({ length: 20 }, (_, n) => `message ${n}`);
    for (const text of texts) ann.webSocket.send(text);
    await eventually('all', () => ben.frames.length >= texts.length);
    const expected = texts.map((text) => `${text}(===Online people:2===)`);
    expect([...ben.frames].sort()).toEqual(expected.sort());
  }));

describe.each([
  [{ pushBackResetsIdle: true }, { listener: 'open', pinger: 'open' }],
  [{ pushBackResetsIdle: false }, { listener: 'closed', pinger: 'closed' }],
  [
    { pushBackResetsIdle: false, pingResetsIdle: true },
    { listener: 'closed', pinger: 'open' },
  ],
] as const)('the chat under %j, where some only listen', (switches, expected) => {
  it('keeps who counts as busy, and forgets who does not with the next message', () =>
    withChat({ gateway: { switches } }, async (chat) => {
      await chat.broadcast(await chat.join(), 'wakes transport');
      await chat.emptyOut();
      chat.faults.idleTimeoutMs = IDLE_TIMEOUT_MS;
      const [ann, listener, pinger] = [await chat.join(), await chat.join(), await chat.join()];
      // Twice as long as one may be idle, and busy ten times in each of the two.
      for (let spoken = 0; spoken < 20; spoken += 1) {
        pinger.webSocket.ping();
        await chat.broadcast(ann, 'still here');
        await pause(IDLE_TIMEOUT_MS / 10);
      }
      const stateOf = ({ closeCode }: RecordingClient) =>
        closeCode === undefined ? 'open' : 'closed';
      expect({ listener: stateOf(listener), pinger: stateOf(pinger) }).toEqual(expected);
      chat.faults.clockSkewMs = PAST_GRACE_MS;
      await chat.broadcast(ann, 'who is there?');
      const isThere = Object.values(expected).filter((state) => state === 'open');
      expect(await chat.registered()).toHaveLength(1 + isThere.length);
    }));
});

it('the chat with error frames tells a sender what was not taken, and nobody else', () =>
  withChat(
    { gateway: { switches: { errorFrames: true }, limits: { messagesPerSecond: 1 } } },
    async (chat) => {
      const [ann, ben] = [await chat.join(), await chat.join()];
      for (let sent = 0; sent < 7; sent += 1) ann.webSocket.send('hello');
      await eventually('the error frame', () => ann.frames.length > 0);
      expect(ann.frames[0]).toContain('"errNo":');
      await eventually('what was taken', () => ben.frames.length >= 5);
      expect(new Set(ben.frames)).toEqual(new Set(['hello(===Online people:2===)']));
    },
  ));

describe('the chat with one instance of a function', () => {
  it('serves one call after the other where calls wait', () =>
    withChat({ functions: { whenBusy: 'wait', instanceCap: 1 } }, async (chat) => {
      const [ann, ben, cat] = [await chat.join(), await chat.join(), await chat.join()];
      for (const { webSocket } of [ann, ben]) webSocket.send('at once');
      await eventually('both', () => cat.frames.length === 2);
    }));

  it('loses a sender whose call is refused, and nobody else', () =>
    withChat({ functions: { whenBusy: 'refuse', instanceCap: 1 } }, async (chat) => {
      const [ann, ben, cat] = [await chat.join(), await chat.join(), await chat.join()];
      for (const { webSocket } of [ann, ben]) webSocket.send('at once');
      const senders = [ann, ben];
      await eventually('the refusal', () => senders.some(({ closeCode }) => closeCode === 1006));
      await eventually('the other message', () => chat.answers('transport').length === 1);
      expect(cat.frames).toEqual(['at once(===Online people:3===)']);
      chat.faults.clockSkewMs = PAST_GRACE_MS;
      await chat.broadcast(cat, 'who is there?');
      expect(await chat.registered()).toHaveLength(2);
    }));
});

it('is refused by a retired API Gateway before anything else is made', async () => {
  await expect(ChatOnLocalCloud.start({ retired: true })).rejects.toThrow('2024-07-01');
});
