import { readFileSync } from 'node:fs';
import path from 'node:path';
import { broadcast } from '../../functions/cores/transport';
import { sendHttp } from '../../functions/http/node-http';
import type { PushBack } from '../../functions/push-back/push-back';
import { createCosRegistry } from '../../functions/registry/cos-registry';
import { connectionKey } from '../../functions/registry/key';
import { SETTINGS } from '../../gateway/server/configuration/settings';
import { toConnectionId } from '../../protocol/connection-id';
import { COS_ENVIRONMENT, InMemoryCos } from '../support/in-memory-cos';
import { SkippingClock } from '../support/skipping-clock';

const COST_PAGE = path.join(__dirname, '../../docs/cost.md');
const BATCH_SIZE = Number(SETTINGS.pushBackBatch.default);

/** The rows of the page's first table: members, invocations, COS requests, pushes, batches. */
const ROWS = readFileSync(COST_PAGE, 'utf8')
  .replace(/## What an invocation costs.*/s, '')
  .split('\n')
  .filter((line) => /^\|\s+[\d,]+ \|/.test(line))
  .map((line) => line.split('|').slice(1, -1))
  .map((cells) => cells.map((cell) => Number(cell.replaceAll(',', ''))));

describe('the page on cost', () => {
  let cos: InMemoryCos;
  beforeEach(async () => {
    cos = await InMemoryCos.start();
  });
  afterEach(() => cos.close());

  it('has a row for each size', () => {
    expect(ROWS.map(([members]) => members)).toEqual([1, 10, 100, 1_000, 10_000]);
  });

  it.each(ROWS)(
    'tells the requests of a message to %d members',
    async (members, invocations, cosRequests, pushBacks, batches) => {
      const ids = Array.from({ length: members }, (_, number) =>
        toConnectionId(`member-${number}`),
      );
      for (const id of ids) cos.put(connectionKey(id));
      expect(invocations).toBe(1);
      expect(await requestsFor(ids[0] ?? '', 1)).toEqual({ cosRequests, pushBacks });
      expect((await requestsFor(ids[0] ?? '', BATCH_SIZE)).pushBacks).toBe(batches);
    },
  );

  /** Runs transport's core for one message, and counts what it asks of COS and of the gateway. */
  async function requestsFor(sender: string, batchSize: number) {
    const clock = new SkippingClock(Date.now());
    const deadline = clock.deadlineIn(60_000);
    const environment = { ...COS_ENVIRONMENT, COS_ENDPOINT: new URL(cos.endpoint) };
    const retry = { send: sendHttp, clock, deadline, random: () => 0 };
    const registry = createCosRegistry(environment, retry);
    let pushBacks = 0;
    const pushBack: PushBack = {
      batchSize,
      send: () => Promise.reject(new Error('a broadcast pushes to each')),
      sendToEach: (some) => {
        pushBacks += 1;
        return Promise.resolve(some.map(() => ({ result: 'reached' })));
      },
    };
    const before = cos.requests.length;
    const frame = { secConnectionID: toConnectionId(sender), data: 'hi' };
    await broadcast(
      { action: 'data send', dataType: 'text', ...frame },
      { clock, deadline, registry, pushBack },
    );
    return { cosRequests: cos.requests.length - before, pushBacks };
  }
});
