import type { PushBackBatch, PushBackRequest } from '../../protocol/push-back';
import type { HttpError, HttpResponse } from '../http/http';
import { sendWithRetry, type RetryPorts } from '../http/send-with-retry';
import type { PushBack, PushOutcome } from './push-back';
import { pushOutcome } from './push-outcome';

/** For each of the two attempts. */
export const PUSH_TIMEOUT_MS = 3_000;

/** Push-back by one POST a connection to the URL that the gateway gave. */
export function createPushBack(url: URL, ports: RetryPorts): PushBack {
  const post = createPost(url, ports);
  async function send(request: PushBackRequest): Promise<PushOutcome> {
    return pushOutcome(await post(request));
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
type Post = (request: PushBackRequest | PushBackBatch) => Promise<HttpResponse | HttpError>;

/** What is the same for every push is worked out once. */
export function createPost(url: URL, ports: RetryPorts): Post {
  const path = url.pathname + url.search;
  const headers = ['Host', url.host, 'Content-Type', 'application/json'];
  return (request) =>
    sendWithRetry(
      { method: 'POST', origin: url, path, headers, body: JSON.stringify(request) },
      PUSH_TIMEOUT_MS,
      ports,
    );
}
