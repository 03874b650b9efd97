import fc from 'fast-check';
// For what is looked at in every run: jest's own takes as long as the run itself.
import assert from 'node:assert/strict';
import { openAccess } from '../../functions/access/access';
import { disconnect, removeClosed } from '../../functions/cores/cleanup';
import { sweep } from '../../functions/cores/sweep';
import { register } from '../../functions/cores/register';
import { broadcast, HEARTBEAT_ANSWER, isHeartbeat } from '../../functions/cores/transport';
import type { LogLine } from '../../functions/invocation/log';
import {
  parseCleanup,
  parseConnecting,
  parseTransport,
} from '../../functions/invocation/parse-event';
import {
  runInvocation,
  type Answer,
  type Invocation,
  type Reply,
} from '../../functions/invocation/run-invocation';
import { ErrNo } from '../../protocol/err-no';
import { FUNCTION_ROLES, type FunctionRole } from '../../protocol/events';
import { jsonLike, RUNS, usedHeap } from '../support/fuzz';
import { InMemoryRegistry } from '../support/in-memory-registry';
import { ScriptedPushBack } from '../support/scripted-push-back';

const id = 'q3Zt+o/1TqKc0b9mS4x8Yw==';
const requestContext = {
  serviceId: 's',
  path: '/',
  httpMethod: 'GET',
  requestId: 'r',
  identity: {},
  sourceIp: '203.0.113.7',
  stage: 'release',
  websocketEnable: true,
};
const VALID: Readonly<Record<FunctionRole, readonly unknown[]>> = {
  register: [
    {
      requestContext,
      websocket: { action: 'connecting', secConnectionID: id, secWebSocketProtocol: 'a, b' },
    },
  ],
  transport: [
    { websocket: { action: 'data send', secConnectionID: id, dataType: 'text', data: 'a secret' } },
    { websocket: { action: 'sweep' } },
    { websocket: { action: 'data recv', secConnectionID: id, dataType: 'binary', data: 'AP8=' } },
  ],
  cleanup: [
    { websocket: { action: 'closing', secConnectionID: id } },
    { websocket: { action: 'disconnect', secConnectionID: id } },
  ],
};

type Work = (invocation: Invocation) => Promise<Answer<Reply>>;

/** What each handler does between reading its event and answering, with its ports in memory. */
function workOf(role: FunctionRole, event: unknown): Work {
  const registry = new InMemoryRegistry({ a: 0, b: 90_000 });
  const pushBack = new ScriptedPushBack({ b: { result: 'refused', reason: 'errNo 301' } });
  switch (role) {
    case 'register':
      return async () => register(parseConnecting(event), { registry, access: openAccess });
    case 'transport':
      return async (invocation) => {
        const request = parseTransport(event);
        const ports = { ...invocation, registry, pushBack };
        if (request.action === 'sweep') return sweep(ports);
        return isHeartbeat(request) ? HEARTBEAT_ANSWER : broadcast(request, ports);
      };
    case 'cleanup':
      return async () => {
        const request = parseCleanup(event);
        return request.action === 'closing'
          ? removeClosed(request, registry)
          : disconnect(request, { registry, pushBack });
      };
  }
}

/** So much more heap may be in use after all runs; a record kept of each would be several times it. */
const HEAP_MARGIN_BYTES = 4 * 1024 * 1024;
const KNOWN: readonly number[] = [ErrNo.ok, ErrNo.noRequestContext, ErrNo.noWebsocket];
const clock = { now: () => 0, wait: () => Promise.resolve() };

it.each(FUNCTION_ROLES)(
  `%s answers each of ${RUNS} events with an errNo of its own, and neither logs nor keeps any`,
  async (role) => {
    const seen = new Set<number>();
    const run = (numRuns: number) =>
      fc.assert(
        fc.asyncProperty(jsonLike(...VALID[role]), async (event) => {
          const lines: LogLine[] = [];
          const log = (line: LogLine) => void lines.push(line);
          const reply = await runInvocation(role, {}, workOf(role, event), { clock, log });
          seen.add(reply.errNo);
          assert.ok(KNOWN.includes(reply.errNo));
          assert.equal(typeof reply.errMsg, 'string');
          assert.equal(lines.length, 1);
          assert.doesNotMatch(JSON.stringify(lines), /a secret|q3Zt/);
        }),
        { numRuns },
      );
    await run(RUNS / 10);
    const before = usedHeap();
    await run(RUNS);
    expect(usedHeap() - before).toBeLessThan(HEAP_MARGIN_BYTES);
    expect([...seen].sort()).toEqual(
      role === 'register' ? [0, ErrNo.noRequestContext, ErrNo.noWebsocket] : [0, ErrNo.noWebsocket],
    );
  },
);
