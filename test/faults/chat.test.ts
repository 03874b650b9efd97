import type { FunctionFault } from '../../localcloud/faults';
import { HEARTBEAT_FRAME } from '../../protocol/chat';
import { toConnectionId } from '../../protocol/connection-id';
import { ChatOnLocalCloud } from '../support/chat-on-local-cloud';
import { eventually } from '../support/eventually';
import { dial, type RecordingClient } from '../support/recording-client';

/** Longer ago than the grace time of pruning. */
const PAST_GRACE_MS = 61_000;

/** How long a client may leave too much unread. */
const SLOW_GRACE_MS = 500;
/** Long enough for ten heartbeats of those who stay. */
const IDLE_TIMEOUT_MS = 2_000;
const REQUEST_CONTEXT = {
  serviceId: 'service-1',
  path: '/',
  httpMethod: 'GET',
  requestId: '6f0c3f5e',
  identity: {},
  sourceIp: '127.0.0.1',
  stage: 'release',
  websocketEnable: true,
};

let chat: ChatOnLocalCloud;
let ann: RecordingClient;
let ben: RecordingClient;

beforeAll(async () => {
  chat = await ChatOnLocalCloud.start({ gateway: { limits: { slowGraceMs: SLOW_GRACE_MS } } });
});
afterAll(() => chat.close());
beforeEach(async () => {
  [ann, ben] = [await chat.join(), await chat.join()];
});
afterEach(async () => {
  chat.calm();
  await chat.emptyOut();
});

/** The promise after every fault: these and nobody else are members, and each gets the next message. */
async function expectMembers(sender: RecordingClient, ...others: RecordingClient[]): Promise<void> {
  chat.calm();
  chat.faults.clockSkewMs = PAST_GRACE_MS;
  await chat.broadcast(sender, 'meets whoever is stale');
  const counts = await chat.broadcast(sender, 'all is well');
  const online = others.length + 1;
  expect(counts).toMatchObject({ errNo: 0, online, reached: others.length, refused: 0, failed: 0 });
  const text = `all is well(===Online people:${online}===)`;
  await eventually('everybody', () => others.every(({ frames }) => frames.at(-1) === text));
  expect(await chat.registered()).toHaveLength(online);
}

async function untilClosed(client: RecordingClient): Promise<number | undefined> {
  await eventually('the end', () => client.closeCode !== undefined);
  return client.closeCode;
}

describe.each<FunctionFault>(['crash', 'time-out', 'memory'])('%s of', (fault) => {
  it('register turns the joiner away, and leaves no stale connection behind for long', async () => {
    chat.faults.functions = { register: fault };
    await expect(chat.join()).rejects.toThrow('403');
    await expectMembers(ann, ben);
  });

  it('transport ends the connection of its sender alone', async () => {
    chat.faults.functions = { transport: fault };
    const cat = await chat.join();
    cat.webSocket.send('hi');
    expect(await untilClosed(cat)).toBe(1006);
    await expectMembers(ann, ben);
  });

  it('cleanup leaves at most a stale connection, which one message removes', async () => {
    chat.faults.functions = { cleanup: fault };
    const cat = await chat.join();
    cat.webSocket.close(1000);
    await untilClosed(cat);
    await eventually('cleanup to fail', () => chat.failed('cleanup') > 0);
    await expectMembers(ann, ben);
  });
});

describe('COS that answers 503', () => {
  it('turns joiners away, cuts nobody off, and is over when it is over', async () => {
    chat.faults.cosUnavailable = 1;
    await expect(chat.join()).rejects.toThrow('403');
    expect(await chat.broadcast(ann, 'lost')).toMatchObject({ errNo: 201 });
    expect([ann.closeCode, ben.closeCode]).toEqual([undefined, undefined]);
    await expectMembers(ann, ben);
  });

  it('keeps a leaver registered until a message meets them', async () => {
    const cat = await chat.join();
    chat.faults.cosUnavailable = 1;
    cat.webSocket.close(1000);
    await eventually('cleanup to give up', () =>
      chat.answers('cleanup').some(({ errNo }) => errNo === 201),
    );
    await expectMembers(ann, ben);
  });
});

describe('a list that lags', () => {
  it('misses a joiner for just as long, and loses nobody', async () => {
    await chat.broadcast(ann, 'shows both');
    chat.faults.listLagMs = 3_600_000;
    const cat = await chat.join();
    await chat.broadcast(ann, 'not for cat yet');
    expect(cat.frames).toEqual([]);
    expect(await chat.broadcast(cat, 'from one not listed')).toMatchObject({
      online: 3,
      reached: 2,
    });
    await expectMembers(ann, ben, cat);
  });

  it('shows a leaver for just as long, which harms nobody', async () => {
    const cat = await chat.join();
    await chat.broadcast(ann, 'shows all three');
    chat.faults.listLagMs = 3_600_000;
    cat.webSocket.close(1000);
    await eventually('the leave', () => chat.answers('cleanup').length === 1);
    expect(await chat.broadcast(ann, 'hi')).toMatchObject({ reached: 1, refused: 1 });
    await expectMembers(ann, ben);
  });

  it('does not bring back who left before their coming was shown', async () => {
    await chat.broadcast(ann, 'shows both');
    chat.faults.listLagMs = 3_600_000;
    const cat = await chat.join();
    cat.webSocket.close(1000);
    await eventually('the leave', () => chat.answers('cleanup').length === 1);
    await expectMembers(ann, ben);
  });
});

describe('a push-back that fails', () => {
  it('with 429 or a time-out removes nobody, however old', async () => {
    chat.faults.clockSkewMs = PAST_GRACE_MS;
    chat.faults.pushBack = 429;
    expect(await chat.broadcast(ann, 'lost')).toMatchObject({ reached: 0, failed: 1, errNo: 0 });
    chat.faults.pushBack = 'time-out';
    expect(await chat.broadcast(ann, 'lost')).toMatchObject({ reached: 0, failed: 1, errNo: 0 });
    await expectMembers(ann, ben);
  });

  it('with 500 costs its targets their connections, as documented, and the sender nothing', async () => {
    chat.faults.pushBack = 500;
    await chat.broadcast(ann, 'lost');
    expect(await untilClosed(ben)).toBe(1006);
    const again = await chat.join();
    await expectMembers(ann, again);
  });

  it.each([404, 'errNo'] as const)(
    'with %p removes nobody within the grace time',
    async (fault) => {
      chat.faults.pushBack = fault;
      expect(await chat.broadcast(ann, 'lost')).toMatchObject({ reached: 0, refused: 1, errNo: 0 });
      await expectMembers(ann, ben);
    },
  );
});

it('a broadcast between the write of register and the opening of the socket removes no joiner', async () => {
  chat.faults.openDelayMs = 2_000;
  const joining = chat.join();
  await eventually('the write', async () => (await chat.registered()).length === 3);
  expect(await chat.broadcast(ann, 'too early')).toMatchObject({ online: 3, refused: 1 });
  const cat = await joining;
  expect(cat.frames).toEqual([]);
  await expectMembers(ann, ben, cat);
});

it('a joiner that leaves before the socket opens is gone at once, since cleanup is called', async () => {
  chat.faults.openDelayMs = 2_000;
  const cat = dial(chat.wsUrl, ['scf-chat']);
  await eventually('the write', async () => (await chat.registered()).length === 3);
  cat.webSocket.terminate();
  await eventually('the leave', async () => (await chat.registered()).length === 2);
  await expectMembers(ann, ben);
});

it('a TCP connection that drops is counted until one message has met it', async () => {
  chat.faults.dropAfterMs = 50;
  const cat = await chat.join();
  expect(await untilClosed(cat)).toBe(1006);
  await expectMembers(ann, ben);
});

it('an idle close is counted until one message has met it', async () => {
  const beats = setInterval(() => {
    for (const { webSocket } of [ann, ben]) webSocket.send(HEARTBEAT_FRAME);
  }, IDLE_TIMEOUT_MS / 10);
  chat.faults.idleTimeoutMs = IDLE_TIMEOUT_MS;
  const cat = await chat.join();
  expect(await untilClosed(cat)).toBe(1001);
  clearInterval(beats);
  await expectMembers(ann, ben);
});

it('a client that does not read is ended at last, keeps nobody waiting and is met by one message', async () => {
  const before = chat.events.length;
  chat.faults.slowReaderAfterMs = 0;
  const cat = await chat.join();
  chat.faults.slowReaderAfterMs = undefined;
  expect(await chat.broadcast(ann, 'hi')).toMatchObject({ online: 3, reached: 1, failed: 1 });
  await eventually('ben', () => ben.frames.length === 1);
  expect([cat.frames, cat.closeCode]).toEqual([[], undefined]);
  // Twice the grace that it has, at a message every second.
  for (let messages = 0; messages < 20 && cat.closeCode === undefined; messages += 1) {
    await chat.broadcast(ann, 'hi');
    await new Promise((resolve) => setTimeout(resolve, SLOW_GRACE_MS / 5));
  }
  expect(cat.closeCode).toBe(1006);
  const closes = chat.events
    .slice(before)
    .flatMap((one) => (one.type === 'gateway' ? [one.event] : []));
  expect(closes).toContainEqual(expect.objectContaining({ type: 'closed', why: 'too slow' }));
  await expectMembers(ann, ben);
});

it('a cleanup that ran before the write of register leaves a connection that one message removes', async () => {
  chat.faults.earlyCleanup = true;
  const cat = await chat.join();
  cat.webSocket.close(1000);
  await untilClosed(cat);
  expect(await chat.registered()).toHaveLength(3);
  await expectMembers(ann, ben);
});

it('register, transport and cleanup at once on one id leave it registered or not, and nothing else', async () => {
  const websocket = { secConnectionID: toConnectionId('cmFjZS9yYWNlK3JhY2UrLw==') };
  const events = [
    [
      'register',
      { requestContext: REQUEST_CONTEXT, websocket: { ...websocket, action: 'connecting' } },
    ],
    ['cleanup', { websocket: { ...websocket, action: 'closing' } }],
    [
      'transport',
      { websocket: { ...websocket, action: 'data send', dataType: 'text', data: 'x' } },
    ],
    ['cleanup', { websocket: { ...websocket, action: 'disconnect' } }],
  ] as const;
  for (let round = 0; round < 3; round += 1) {
    const answers = await Promise.all(events.map(([role, event]) => chat.invoke(role, event)));
    expect(answers.map((answer) => (answer as { errNo: number }).errNo)).toEqual([0, 0, 0, 0]);
  }
  await expectMembers(ann, ben);
});

it('a cleanup that comes twice, and beside an operator’s, does what one does', async () => {
  chat.faults.duplicateCleanup = true;
  const before = await chat.registered();
  const cat = await chat.join();
  const [id] = (await chat.registered()).filter((known) => !before.includes(known));
  if (id === undefined) throw new Error('cat is not registered');
  const websocket = { secConnectionID: id };
  cat.webSocket.close(1000);
  const answers = await Promise.all([
    chat.invoke('cleanup', { websocket: { ...websocket, action: 'closing' } }),
    chat.invoke('cleanup', { websocket: { ...websocket, action: 'disconnect' } }),
    chat.broadcast(ann, 'meanwhile'),
  ]);
  expect(answers.map((answer) => (answer as { errNo: number }).errNo)).toEqual([0, 0, 0]);
  await expectMembers(ann, ben);
});

it('a gateway that restarts closes all, and whoever comes back is counted once', async () => {
  chat.faults.restartAfterMs = 200;
  const cat = await chat.join();
  expect(await Promise.all([ann, ben, cat].map(untilClosed))).toEqual([1001, 1001, 1001]);
  chat.calm();
  expect(await chat.registered()).toHaveLength(3);
  const [dan, eve] = [await chat.join(), await chat.join()];
  await expectMembers(dan, eve);
});

describe('connections of a gateway that was restarted', () => {
  const left = Array.from({ length: 50 }, (_, at) =>
    toConnectionId(Buffer.from(`before the restart ${at}`).toString('base64')),
  );
  beforeEach(() => Promise.all(left.map((id) => chat.registerStale(id))));

  it('are gone after one message', async () => {
    await expectMembers(ann, ben);
  });

  it('are gone after a sweep, of which nobody sees anything', async () => {
    chat.faults.clockSkewMs = PAST_GRACE_MS;
    const swept = await chat.invoke('transport', { websocket: { action: 'sweep' } });
    expect(swept).toMatchObject({ errNo: 0, registered: 52, reached: 2, refused: 50 });
    expect(await chat.registered()).toHaveLength(2);
    expect(await chat.broadcast(ann, 'hi')).toMatchObject({ online: 2 });
    await eventually('the heartbeats', () => ann.frames.length === 1 && ben.frames.length === 2);
    expect([ann.frames, ben.frames]).toEqual([['\u0016'], ['\u0016', 'hi(===Online people:2===)']]);
  });
});

it('a message of 5 MB gets there; one above 6 MB ends the connection of its sender alone', async () => {
  const long = 'a'.repeat(5 * 1024 * 1024);
  expect(await chat.broadcast(ann, long)).toMatchObject({ reached: 1 });
  await eventually('the long one', () => ben.frames.at(-1) === `${long}(===Online people:2===)`);
  const cat = await chat.join();
  cat.webSocket.send('a'.repeat(6 * 1024 * 1024));
  expect(await untilClosed(cat)).toBe(1009);
  await expectMembers(ann, ben);
});

describe('a clock of the cloud that jumps', () => {
  it.each([-600_000, 600_000])('by %i ms is not noticed', async (ms) => {
    chat.faults.clockSkewMs = ms;
    const cat = await chat.join();
    expect(await chat.broadcast(ann, 'hi')).toMatchObject({ online: 3, reached: 2 });
    chat.calm();
    await expectMembers(ann, ben, cat);
  });

  it('by more than signatures allow keeps joiners out, cuts nobody off, and passes', async () => {
    chat.faults.clockSkewMs = 3_600_000;
    await expect(chat.join()).rejects.toThrow('403');
    expect(await chat.broadcast(ann, 'lost')).toMatchObject({ errNo: 201 });
    await expectMembers(ann, ben);
  });
});
