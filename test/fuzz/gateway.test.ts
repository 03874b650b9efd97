import fc from 'fast-check';
import assert from 'node:assert/strict';
import { eventually } from '../support/eventually';
import { engineGateway } from '../support/engine-gateway';
import { jsonLike, RUNS, usedHeap } from '../support/fuzz';
import { CLIENT_PATH, ListeningGateway, PUSH_BACK_PATH } from '../support/listening-gateway';
import { TcpClient } from '../support/tcp-client';

/** Thousands of runs take their time on a busy machine. */
jest.setTimeout(120_000);

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
const frame = fc
  .record({
    first: fc.integer({ min: 0, max: 255 }),
    masked: fc.boolean(),
    announced: fc.option(fc.integer({ min: 0, max: 127 }), { freq: 4 }),
    payload: fc.uint8Array({ maxLength: 120 }),
    isPlain: fc.boolean(),
  })
  .map(({ first, masked, announced, payload, isPlain }) => {
    // Half of them are whole text frames, so that connections live long enough to meet the rest.
    const head = isPlain
      ? [0x81, 0x80 | payload.length]
      : [first, (masked ? 0x80 : 0) | (announced ?? payload.length)];
    const data = isPlain ? Buffer.alloc(payload.length, 'a') : Buffer.from(payload);
    return Buffer.concat([Buffer.from(head), Buffer.alloc(isPlain || masked ? 4 : 0), data]);
  });

const FRAMES_OF_A_CONNECTION = 50;

it(`outlives ${RUNS} frames of any kind and lets go of every connection`, async () => {
  const on = await new ListeningGateway({ idleTimeoutMs: () => 3_600_000 }).start();
  try {
    const frames = fc.array(frame, {
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
      { numRuns: RUNS / FRAMES_OF_A_CONNECTION },
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
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        const client = await TcpClient.connect(on.listener.port);
        client.socket.write(Buffer.from(bytes));
        client.socket.end('\r\n\r\n');
        expect(await client.untilEnd()).toMatch(/^($|HTTP\/1\.1 (4\d\d|501) )/);
      }),
      { numRuns: 200 },
    );
  } finally {
    await on.stop();
  }
});
