import type { PushBackBatch, PushBackRequest } from '../../protocol/push-back';
import type { HttpError, HttpResponse } from '../http/http';
import { sendWithRetry, type RetryPorts } from '../http/send-with-retry';
import type { PushBack, PushOutcome } from './push-back';
import { pushOutcome } from './push-outcome';

/** For each of the two attempts. */
export const PUSH_TIMEOUT_MS = 3_000;

/** Push-back by one POST a connection to the URL that the gateway gave. */
export function createPushBack(url: URL, ports: RetryPorts): PushBack {
  async function send(request: PushBackRequest): Promise<PushOutcome> {
    return pushOutcome(await post(url, request, ports));
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
export function post(
  url: URL,
  request: PushBackRequest | PushBackBatch,
  ports: RetryPorts,
): Promise<HttpResponse | HttpError> {
  return sendWithRetry(
    {
      method: 'POST',
      origin: url,
      path: url.pathname + url.search,
      headers: ['Host', url.host, 'Content-Type', 'application/json'],
      body: JSON.stringify(request),
    },
    PUSH_TIMEOUT_MS,
    ports,
  );
}
