import { openAccess } from '../../functions/access/access';
import { removeClosed } from '../../functions/cores/cleanup';
import { register } from '../../functions/cores/register';
import { sweep } from '../../functions/cores/sweep';
import { createGateway } from '../../gateway/engine/create-gateway';
import type { FunctionOutcome } from '../../gateway/engine/ports';
import { toConnectionId } from '../../protocol/connection-id';
import { ClosingSchema, ConnectingSchema } from '../../protocol/events';
import * as v from 'valibot';
import { HANDSHAKE } from '../support/engine-gateway';
import { FakeClock } from '../support/fake-clock';
import { usedHeap } from '../support/fuzz';
import { InMemoryRegistry } from '../support/in-memory-registry';
import { RecordingSocket } from '../support/recording-socket';
import { SkippingClock } from '../support/skipping-clock';

const CONNECTIONS = 10_000;
/** Clients that are there at the same time, so that comings and goings mix. */
const CROWD = 100;
const IDLE_TIMEOUT_MS = 15_000;
/** A record of each connection that was forgotten to be let go would be several times this. */
const HEAP_MARGIN_BYTES = 3 * 1024 * 1024;

/** The gateway with the cores of register and cleanup over one registry. */
function setUp() {
  const clock = new FakeClock();
  const registry = new InMemoryRegistry();
  const gateway = createGateway({
    functions: {
      async invoke(role, event): Promise<FunctionOutcome> {
        const { websocket } = event as { websocket: unknown };
        if (role === 'transport') return { ok: true, value: null };
        const { reply } = await (role === 'register'
          ? register(v.parse(ConnectingSchema, websocket), { registry, access: openAccess })
          : removeClosed(v.parse(ClosingSchema, websocket), registry));
        return { ok: true, value: reply };
      },
    },
    clock,
    observe: () => undefined,
    idleTimeoutMs: () => IDLE_TIMEOUT_MS,
  });
  return { clock, registry, gateway };
}

type SetUp = ReturnType<typeof setUp>;

/** One client that comes and goes in one of all ways; gives a function that ends it. */
async function comeAndGo({ gateway }: SetUp): Promise<() => void> {
  const answer = await gateway.connect(HANDSHAKE);
  if (!answer.accepted) throw new Error(answer.reason);
  const { id } = answer;
  if (Math.random() < 0.1) return () => gateway.abandon(id);
  const socket = new RecordingSocket();
  const handlers = gateway.open(id, socket);
  if (Math.random() < 0.5) handlers.message(Buffer.from('hi'), false);
  return () => {
    const way = Math.random();
    if (way < 0.2) {
      void gateway.pushBack({ websocket: { action: 'closing', secConnectionID: id } });
      handlers.closed('client');
      return;
    }
    socket.isOpen = false;
    handlers.closed(way < 0.6 ? 'client' : 'lost');
  };
}

async function stir(on: SetUp, connections: number): Promise<void> {
  const crowd: (() => void)[] = [];
  for (let count = 0; count < connections; count += 1) {
    crowd.push(await comeAndGo(on));
    if (crowd.length === CROWD) {
      const [end] = crowd.splice(Math.floor(Math.random() * CROWD), 1);
      end?.();
    }
  }
  for (const end of crowd) end();
  await on.clock.advance(0);
}

it(`${CONNECTIONS} connects and closes at random leave nothing in the gateway, and nothing in the registry that a sweep does not find`, async () => {
  const on = setUp();
  await stir(on, 1_000);
  const before = usedHeap();
  await stir(on, CONNECTIONS);
  expect(on.gateway.connectionCount).toBe(0);
  expect(on.clock.pendingTimers).toBe(0);

  const stale = on.registry.ids;
  expect(stale.length).toBeGreaterThan(0);
  const clock = new SkippingClock();
  const old = new InMemoryRegistry(Object.fromEntries(stale.map((id) => [id, 61_000])));
  const live = new RecordingSocket();
  const answer = await on.gateway.connect(HANDSHAKE);
  if (!answer.accepted) throw new Error(answer.reason);
  on.gateway.open(answer.id, live);
  await old.add(answer.id);
  const { reply } = await sweep({
    clock,
    deadline: clock.deadlineIn(60_000),
    registry: old,
    pushBack: {
      batchSize: 1,
      send: () => Promise.reject(new Error('a sweep closes nobody')),
      sendToEach: (ids, frame) =>
        Promise.all(
          ids.map(async (secConnectionID) => {
            const { body } = await on.gateway.pushBack({
              websocket: { action: 'data send', secConnectionID, ...frame },
            });
            return body.errNo === 0
              ? ({ result: 'reached' } as const)
              : ({ result: 'refused', reason: 'errNo' } as const);
          }),
        ),
    },
  });
  expect(reply).toMatchObject({ reached: 1, refused: stale.length });
  expect(old.ids).toEqual([answer.id]);
  for (const id of stale) await on.registry.remove(toConnectionId(id));
  on.registry.calls.length = 0;
  expect(usedHeap() - before).toBeLessThan(HEAP_MARGIN_BYTES);
});

it.each([3_600_000, -3_600_000])(
  'setting the clock of the machine by %i ms closes nobody, and keeps nobody too long',
  async (ms) => {
    const { gateway, clock } = setUp();
    const answer = await gateway.connect(HANDSHAKE);
    if (!answer.accepted) throw new Error(answer.reason);
    gateway.open(answer.id, new RecordingSocket());
    clock.jump(ms);
    await clock.advance(IDLE_TIMEOUT_MS - 1);
    expect(gateway.connectionCount).toBe(1);
    await clock.advance(1);
    expect(gateway.connectionCount).toBe(0);
  },
);
