import type { PushBackBatch, PushBackRequest } from '../../protocol/push-back';
import { HttpError, type HttpResponse } from '../http/http';
import { sendWithRetry, type RetryPorts } from '../http/send-with-retry';
import type { PushBack, PushOutcome } from './push-back';
import { pushOutcome } from './push-outcome';

/** For each of the two attempts. */
export const PUSH_TIMEOUT_MS = 3_000;

const HEADERS = { 'Content-Type': 'application/json' };

/** Push-back by one POST a connection to the URL that the gateway gave. */
export function createPushBack(url: URL, ports: RetryPorts): PushBack {
  async function send(request: PushBackRequest): Promise<PushOutcome> {
    const answer = await post(url, request, ports);
    return 'reason' in answer
      ? { result: 'failed', reason: answer.reason }
      : pushOutcome(answer.status, answer.body);
  }
  return {
    send,
    batchSize: 1,
    sendToEach: (ids, frame) =>
      Promise.all(
        ids.map((secConnectionID) =>
          send({ websocket: { action: 'data send', secConnectionID, ...frame } }),
        ),
      ),
  };
}

/** POSTs JSON to the push-back URL; gives the answer, or why there is none. */
export async function post(
  url: URL,
  request: PushBackRequest | PushBackBatch,
  ports: RetryPorts,
): Promise<HttpResponse | { readonly reason: string }> {
  const path = url.pathname + url.search;
  try {
    return await sendWithRetry(
      { method: 'POST', origin: url, path, headers: HEADERS, body: JSON.stringify(request) },
      PUSH_TIMEOUT_MS,
      ports,
    );
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { reason: error.reason };
  }
}
