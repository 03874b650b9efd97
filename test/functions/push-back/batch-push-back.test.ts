import { HttpError, type HttpRequest } from '../../../functions/http/http';
import { createBatchPushBack } from '../../../functions/push-back/batch-push-back';
import { toConnectionId } from '../../../protocol/connection-id';
import { SkippingClock } from '../../support/skipping-clock';

const URL_OF_API = new URL('http://10.0.0.4:8081/token?batch=500');
const IDS = ['ann', 'bob', 'cat'].map(toConnectionId);
const FRAME = { dataType: 'text', data: 'hi' } as const;

function batchBy(status: number, body: string | HttpError) {
  const clock = new SkippingClock();
  const sent: HttpRequest[] = [];
  const pushBack = createBatchPushBack(URL_OF_API, 500, {
    clock,
    deadline: clock.deadlineIn(60_000),
    random: () => 0,
    send: (request) => {
      sent.push(request);
      return Promise.resolve(body instanceof HttpError ? body : { status, headers: {}, body });
    },
  });
  return { pushBack, sent };
}

describe('push-back in batches', () => {
  it('POSTs all ids at once, and sorts the results by them', async () => {
    const { pushBack, sent } = batchBy(200, '{"errNo":0,"errMsg":"ok","results":[0,301,303]}');
    expect(await pushBack.sendToEach(IDS, FRAME)).toEqual([
      { result: 'reached' },
      { result: 'refused', reason: 'errNo 301' },
      { result: 'failed', reason: 'errNo 303' },
    ]);
    expect(sent.map(({ path, body }) => [path, JSON.parse(body) as unknown])).toEqual([
      ['/token?batch=500', { websocket: { action: 'data send', secConnectionIDs: IDS, ...FRAME } }],
    ]);
  });

  it('closes one connection by a POST of its own', async () => {
    const { pushBack, sent } = batchBy(200, '{"errNo":0}');
    const websocket = { action: 'closing', secConnectionID: 'ann' } as const;
    expect(await pushBack.send({ websocket })).toEqual({ result: 'reached' });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ websocket });
  });

  it.each([
    [200, '{"errNo":0,"results":[0,0]}', 'unreadable answer'],
    [200, '{"errNo":0,"errMsg":"ok"}', 'unreadable answer'],
    [200, '{"errNo":301,"errMsg":"unknown"}', 'errNo 301'],
    [200, 'ok', 'unreadable answer'],
    [404, 'Found no api.', 'HTTP 404'],
    [413, '', 'HTTP 413'],
    [503, '{"errNo":0,"results":[0,0,0]}', 'HTTP 503'],
  ])('takes %d %s for a failure that says nothing about anybody', async (status, body, reason) => {
    const { pushBack } = batchBy(status, body);
    expect(await pushBack.sendToEach(IDS, FRAME)).toEqual(
      Array(3).fill({ result: 'failed', reason }),
    );
  });

  it('fails for all, and does not throw, when no answer comes', async () => {
    const { pushBack, sent } = batchBy(0, new HttpError('time-out'));
    expect(await pushBack.sendToEach(IDS, FRAME)).toEqual(
      Array(3).fill({ result: 'failed', reason: 'time-out' }),
    );
    expect(sent).toHaveLength(2);
  });
});
