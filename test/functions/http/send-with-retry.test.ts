import { HttpError, type HttpRequest, type HttpResponse } from '../../../functions/http/http';
import { RETRY_DELAY_MS, sendWithRetry } from '../../../functions/http/send-with-retry';
import { SkippingClock } from '../../support/skipping-clock';

const REQUEST = {
  method: 'GET',
  origin: new URL('http://127.0.0.1'),
  path: '/',
  headers: [],
  body: '',
} as const;

function answer(status: number): HttpResponse {
  return { status, headers: {}, body: '' };
}

/** Gives these results one after another. */
function scripted(results: (HttpResponse | HttpError)[], { timeMs = 10_000, random = 0 } = {}) {
  const clock = new SkippingClock();
  const timeouts: number[] = [];
  return {
    clock,
    deadline: clock.deadlineIn(timeMs),
    random: () => random,
    timeouts,
    send: (_request: HttpRequest, timeoutMs: number) => {
      timeouts.push(timeoutMs);
      const result = results.shift();
      return result ? Promise.resolve(result) : Promise.reject(new Error('sent too often'));
    },
  };
}

describe('sending with a retry', () => {
  it.each([200, 204, 301, 400, 403, 404, 410])('takes %p as the answer', async (status) => {
    const ports = scripted([answer(status)]);
    expect(await sendWithRetry(REQUEST, 1000, ports)).toEqual(answer(status));
    expect(ports.clock.waits).toEqual([]);
  });

  it.each([answer(429), answer(500), answer(503), new HttpError('ECONNRESET')])(
    'sends once more after %p',
    async (first) => {
      const ports = scripted([first, answer(200)]);
      expect(await sendWithRetry(REQUEST, 1000, ports)).toEqual(answer(200));
      expect(ports.clock.waits).toEqual([RETRY_DELAY_MS]);
    },
  );

  it('spreads the retries of many over a while', async () => {
    const ports = scripted([answer(503), answer(200)], { random: 0.5 });
    await sendWithRetry(REQUEST, 1000, ports);
    expect(ports.clock.waits).toEqual([1.5 * RETRY_DELAY_MS]);
  });

  it('gives the second answer as it is', async () => {
    const ports = scripted([answer(503), answer(429)]);
    expect(await sendWithRetry(REQUEST, 1000, ports)).toEqual(answer(429));
  });

  it('says so when the second attempt brings no answer', async () => {
    const ports = scripted([answer(503), new HttpError('time-out')]);
    expect(await sendWithRetry(REQUEST, 1000, ports)).toEqual(new HttpError('time-out'));
  });

  it('gives no attempt more time than the deadline leaves', async () => {
    const ports = scripted([answer(503), answer(200)], { timeMs: 400 });
    await sendWithRetry(REQUEST, 380, ports);
    expect(ports.timeouts).toEqual([380, 400 - RETRY_DELAY_MS]);
  });

  it('does not retry when there is no time left to wait', async () => {
    const ports = scripted([answer(503)], { timeMs: RETRY_DELAY_MS });
    expect(await sendWithRetry(REQUEST, 1000, ports)).toEqual(answer(503));
  });

  it('sends nothing after the deadline', async () => {
    const ports = scripted([], { timeMs: 0 });
    expect(await sendWithRetry(REQUEST, 1000, ports)).toEqual(new HttpError('time-out'));
    expect(ports.timeouts).toEqual([]);
  });
});
