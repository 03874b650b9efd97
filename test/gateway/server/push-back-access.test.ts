import {
  createPushBackTarget,
  createSecretPathCheck,
} from '../../../gateway/server/push-back-access';
import type { PushBackResult } from '../../../gateway/server/metrics/gateway-metrics';
import { TokenBucket } from '../../../gateway/engine/token-bucket';
import { engineGateway } from '../../support/engine-gateway';

describe('the secret path', () => {
  const isSecretPath = createSecretPathCheck('abc-123');

  it.each([
    ['/abc-123', true],
    ['/abc-12', false],
    ['/abc-1234', false],
    ['/ABC-123', false],
    ['abc-123', false],
    ['/abc-123/', false],
    ['/', false],
    ['', false],
  ])('is not %j, or is it: %p', (path, expected) => {
    expect(isSecretPath(path)).toBe(expected);
  });
});

describe('push-back from outside', () => {
  function targetOf(perSecond: number) {
    const on = engineGateway({ limits: { maxBatch: 3 } });
    const counted: (readonly [PushBackResult, number])[] = [];
    const target = createPushBackTarget(on.gateway, new TokenBucket(perSecond, on.clock), {
      pushedBack: (results) => counted.push(...results),
    });
    return { ...on, target, counted };
  }
  const batch = (ids: unknown) => ({
    websocket: { action: 'data send', secConnectionIDs: ids, dataType: 'text', data: 'hi' },
  });

  it('counts each connection by what became of it', async () => {
    const { target, counted, join } = targetOf(100);
    const { id } = await join();
    await target.pushBack({ websocket: { action: 'closing', secConnectionID: 'x' } });
    await target.pushBack(batch([id, 'y']));
    await target.pushBack('nonsense');
    expect(counted).toEqual([
      ['gone', 1],
      ['delivered', 1],
      ['gone', 1],
      ['malformed', 1],
    ]);
  });

  it('takes a batch for as many as it names, whatever it may look like', async () => {
    const { target, counted } = targetOf(4);
    expect((await target.pushBack(batch(['a', 'b', 'c']))).status).toBe(200);
    expect(await target.pushBack(batch(['a', 'b']))).toMatchObject({
      status: 429,
      body: { errNo: 305 },
    });
    expect((await target.pushBack(batch('no list'))).body.errNo).toBe(302);
    expect((await target.pushBack(null)).status).toBe(429);
    expect(counted.filter(([result]) => result === 'rate limited')).toEqual([
      ['rate limited', 2],
      ['rate limited', 1],
    ]);
  });
});
