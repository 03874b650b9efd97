import { HttpError, type HttpRequest } from '../../../functions/http/http';
import { createPushBack, PUSH_TIMEOUT_MS } from '../../../functions/push-back/http-push-back';
import { SkippingClock } from '../../support/skipping-clock';

const URL_OF_API = new URL('http://set-1.cb-guangzhou.apigateway.tencentyun.com/api-abc');
const PUSH = {
  websocket: { action: 'data send', secConnectionID: 'a+/b==', dataType: 'text', data: 'hi' },
} as const;

function pushBackBy(results: (string | HttpError)[]) {
  const clock = new SkippingClock();
  const sent: (HttpRequest & { timeoutMs: number })[] = [];
  const pushBack = createPushBack(URL_OF_API, {
    clock,
    deadline: clock.deadlineIn(60_000),
    random: () => 0,
    send: (request, timeoutMs) => {
      sent.push({ ...request, timeoutMs });
      const result = results.shift();
      if (result === undefined) return Promise.reject(new Error('sent too often'));
      return Promise.resolve(
        result instanceof HttpError ? result : { status: 200, headers: {}, body: result },
      );
    },
  });
  return { pushBack, sent };
}

describe('push-back over HTTP', () => {
  it('POSTs the frame as JSON to the whole URL', async () => {
    const { pushBack, sent } = pushBackBy(['{"errNo":0}']);
    expect(await pushBack.send(PUSH)).toEqual({ result: 'reached' });
    expect(sent).toEqual([
      {
        method: 'POST',
        origin: URL_OF_API,
        path: '/api-abc',
        headers: ['Host', URL_OF_API.host, 'Content-Type', 'application/json'],
        body: JSON.stringify(PUSH),
        timeoutMs: PUSH_TIMEOUT_MS,
      },
    ]);
  });

  it('fails, and does not throw, when both attempts get no answer', async () => {
    const { pushBack, sent } = pushBackBy([new HttpError('time-out'), new HttpError('ECONNRESET')]);
    expect(await pushBack.send(PUSH)).toEqual({ result: 'failed', reason: 'ECONNRESET' });
    expect(sent).toHaveLength(2);
  });

  it('reaches at the second attempt', async () => {
    const { pushBack } = pushBackBy([new HttpError('ECONNRESET'), '{"errNo":0}']);
    expect(await pushBack.send(PUSH)).toEqual({ result: 'reached' });
  });

  it('does not repeat a push that was refused', async () => {
    const { pushBack, sent } = pushBackBy(['{"errNo":301}']);
    expect(await pushBack.send(PUSH)).toMatchObject({ result: 'refused' });
    expect(sent).toHaveLength(1);
  });
});
