import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { duplexPair, type Duplex } from 'node:stream';
import type { CloseReason } from '../../gateway/engine/ports';
import { serveUpgrade, type UpgradeTarget } from '../../gateway/server/upgrade-request';
import { eventually } from '../support/eventually';
import { engineGateway } from '../support/engine-gateway';
import { jsonLike, RUNS, shareOfRuns, usedHeap } from '../support/fuzz';
import { CLIENT_PATH, ListeningGateway, PUSH_BACK_PATH } from '../support/listening-gateway';
import { TcpClient } from '../support/tcp-client';

/** Thousands of runs take their time on a busy machine. */
jest.setTimeout(300_000);

const HEAD = [
  `GET ${CLIENT_PATH} HTTP/1.1`,
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
];

/** So much more heap may be in use after all runs; one leaked record a run would be several times it. */
const HEAP_MARGIN_BYTES = 4 * 1024 * 1024;

/** Frames with any opcode, flags and payload, whose announced length is sometimes wrong. */
const anyFrame = fc
  .record({
    first: fc.integer({ min: 0, max: 255 }),
    masked: fc.boolean(),
    announced: fc.option(fc.integer({ min: 0, max: 127 }), { freq: 4 }),
    payload: fc.uint8Array({ maxLength: 120 }),
  })
  .map(({ first, masked, announced, payload }) => {
    const head = [first, (masked ? 0x80 : 0) | (announced ?? payload.length)];
    return Buffer.concat([Buffer.from(head), Buffer.alloc(masked ? 4 : 0), Buffer.from(payload)]);
  });

/** Whole text frames, by which connections live long enough to meet the others. */
const plainFrame = fc
  .integer({ min: 0, max: 120 })
  .map((length) =>
    Buffer.concat([Buffer.from([0x81, 0x80 | length]), Buffer.alloc(4), Buffer.alloc(length, 'a')]),
  );

const CONNECTIONS = shareOfRuns(0.2);

/** A client's end of a connection that came through the handshake without any network. */
async function connectInMemory(target: UpgradeTarget): Promise<Duplex> {
  const [client, server] = duplexPair();
  const [, ...lines] = HEAD;
  const headers = lines
    .map((line) => line.split(': '))
    .map(([name = '', value]) => [name.toLowerCase(), value]);
  const request = { method: 'GET', headers: Object.fromEntries(headers) as object, socket: server };
  // Of a request, no more than this is looked at.
  await serveUpgrade(target, request as unknown as IncomingMessage, server, Buffer.alloc(0));
  client.resume();
  return client;
}

it(`outlives ${CONNECTIONS} connections with frames of any kind after good ones, and keeps no memory of them`, async () => {
  const ends = new Set<CloseReason>();
  let ended: (why: CloseReason) => void = () => undefined;
  const { gateway, functions } = engineGateway({
    // A few of the good ones are above it.
    limits: { maxEventBytes: 220 },
    observe: (event) => {
      if (event.type === 'closed') ended(event.why);
    },
  });
  const target = { gateway, serviceId: 'service-1', stage: 'release', path: '/' };
  const sent = fc.tuple(fc.array(plainFrame, { maxLength: 2 }), anyFrame, anyFrame);
  const run = (numRuns: number) =>
    fc.assert(
      fc.asyncProperty(sent, async ([good, ...any]) => {
        const end = new Promise<CloseReason>((resolve) => (ended = resolve));
        const client = await connectInMemory(target);
        client.end(Buffer.concat([...good, ...any]));
        ends.add(await end);
        assert.equal(gateway.connectionCount, 0);
        functions.calls.length = 0;
      }),
      { numRuns },
    );
  await run(CONNECTIONS / 5);
  const before = usedHeap();
  await run(CONNECTIONS);
  expect([...ends]).toEqual(expect.arrayContaining(['bad frame', 'lost', 'too large']));
  expect(usedHeap() - before).toBeLessThan(HEAP_MARGIN_BYTES);
});

const CONNECTIONS_OVER_TCP = 50;
const FRAMES_OF_A_CONNECTION = 50;

it('outlives frames of any kind over TCP, many at once, and lets go of every connection', async () => {
  const on = await new ListeningGateway({ idleTimeoutMs: () => 3_600_000 }).start();
  try {
    const frames = fc.array(fc.oneof(plainFrame, anyFrame), {
      minLength: FRAMES_OF_A_CONNECTION,
      maxLength: FRAMES_OF_A_CONNECTION,
    });
    await fc.assert(
      fc.asyncProperty(frames, async (sent) => {
        const client = await TcpClient.connect(on.listener.port);
        client.sendHead(...HEAD);
        await eventually('101', () => client.received.includes('\r\n\r\n'));
        client.socket.write(Buffer.concat(sent));
        await new Promise((resolve) => setImmediate(resolve));
        client.socket.destroy();
        expect(client.received).toMatch(/^HTTP\/1\.1 101 /);
      }),
      { numRuns: CONNECTIONS_OVER_TCP },
    );
    await eventually('all to be gone', () => on.gateway.connectionCount === 0);
    const kinds = new Set(on.events.map(({ type }) => type));
    expect([...kinds].sort()).toEqual(['closed', 'connected', 'message']);

    const client = await on.join();
    const [id] = on.ids().slice(-1);
    const websocket = { action: 'data send', secConnectionID: id, dataType: 'text', data: 'hi' };
    expect(await on.push({ websocket })).toMatchObject({ body: { errNo: 0 } });
    await eventually('the frame', () => client.frames.length === 1);
  } finally {
    await on.stop();
  }
});

it(`answers each of ${RUNS} push-backs with an errNo, and keeps no memory of them`, async () => {
  const { gateway, join } = engineGateway();
  const { id, socket } = await join();
  const websocket = { action: 'data send', secConnectionID: id, dataType: 'text', data: 'hi' };
  const bodies = jsonLike(
    { websocket },
    { websocket: { ...websocket, dataType: 'binary', data: 'AP8=' } },
    { websocket: { action: 'closing', secConnectionID: 'bm9ib2R5' } },
  );
  const seen = new Set<number>();
  const run = (numRuns: number) =>
    fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { status, body: reply } = await gateway.pushBack(body);
        assert.equal(status, 200);
        seen.add(reply.errNo);
        socket.frames.length = 0;
      }),
      { numRuns },
    );
  await run(1_000);
  const before = usedHeap();
  await run(RUNS);
  expect([...seen].sort()).toEqual([0, 301, 302]);
  expect(gateway.connectionCount).toBe(1);
  expect(usedHeap() - before).toBeLessThan(HEAP_MARGIN_BYTES);
});

it('answers bodies of push-backs that are no JSON, and whatever else comes by HTTP', async () => {
  const on = await new ListeningGateway().start();
  try {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (body) => {
        const answer = await fetch(`http://${on.origin}${PUSH_BACK_PATH}`, {
          method: 'POST',
          body: Buffer.from(body),
        });
        expect(answer.status).toBe(200);
        expect(await answer.json()).toMatchObject({ errNo: 302 });
      }),
      { numRuns: shareOfRuns(0.02) },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        const client = await TcpClient.connect(on.listener.port);
        client.socket.write(Buffer.from(bytes));
        client.socket.end('\r\n\r\n');
        expect(await client.untilEnd()).toMatch(/^($|HTTP\/1\.1 (4\d\d|501) )/);
      }),
      { numRuns: shareOfRuns(0.02) },
    );
  } finally {
    await on.stop();
  }
});
