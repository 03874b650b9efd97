import type { GatewayOptions } from '../../gateway/engine/gateway';
import { toConnectionId } from '../../protocol/connection-id';
import { ChatOnLocalCloud } from '../support/chat-on-local-cloud';
import { eventually } from '../support/eventually';

type Switches = NonNullable<GatewayOptions['switches']>;

/** Longer ago than the grace time of pruning. */
const PAST_GRACE_MS = 61_000;
const STALE = toConnectionId('c3RhbGU+c3RhbGU/AA==');

const SETTINGS: readonly Switches[] = [
  {},
  { refusalStatus: 429 },
  { shuffleWithinMs: 50 },
  { pushBackResetsIdle: false },
  { pingResetsIdle: true },
  { cleanupAfter: ['push-back', 'push-back failed', 'idle', 'lost', 'function failed'] },
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

describe.each([
  ['wait', 1],
  ['refuse', 1],
] as const)('the chat where calls above the cap of instances %s', (whenBusy, instanceCap) => {
  let chat: ChatOnLocalCloud;
  beforeAll(async () => {
    chat = await ChatOnLocalCloud.start({ functions: { whenBusy, instanceCap } });
  });
  afterAll(() => chat.close());

  it('serves calls one after the other', async () => {
    const [ann, ben] = [await chat.join(), await chat.join()];
    for (const text of ['one', 'two', 'three']) await chat.broadcast(ann, text);
    await eventually('all three', () => ben.frames.length === 3);
  });
});

it('is refused by a retired API Gateway before anything else is made', async () => {
  await expect(ChatOnLocalCloud.start({ retired: true })).rejects.toThrow('2024-07-01');
});
