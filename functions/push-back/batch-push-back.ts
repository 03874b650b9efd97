import * as v from 'valibot';
import { PushBackBatchReplySchema, type PushBackBatch } from '../../protocol/push-back';
import { HttpError, type HttpResponse } from '../http/http';
import type { RetryPorts } from '../http/send-with-retry';
import { createPost, createPushBack } from './http-push-back';
import type { PushBack, PushOutcome } from './push-back';
import { outcomeOfErrNo, parseJson, pushOutcome } from './push-outcome';

/** Push-back to a URL that takes the same frame for up to `batchSize` connections in one POST. */
export function createBatchPushBack(url: URL, batchSize: number, ports: RetryPorts): PushBack {
  const post = createPost(url, ports);
  return {
    ...createPushBack(url, ports),
    batchSize,
    async sendToEach(ids, frame) {
      const request: PushBackBatch = {
        websocket: { action: 'data send', secConnectionIDs: [...ids], ...frame },
      };
      return batchOutcomes(await post(request), ids.length);
    },
  };
}

function batchOutcomes(answer: HttpResponse | HttpError, count: number): readonly PushOutcome[] {
  if (!(answer instanceof HttpError) && answer.status === 200) {
    const reply = v.safeParse(PushBackBatchReplySchema, parseJson(answer.body));
    if (reply.success && reply.output.results.length === count) {
      return reply.output.results.map(outcomeOfErrNo);
    }
  }
  // What is said of the whole batch is about the URL, not about any connection: nobody is refused.
  const outcome = pushOutcome(answer);
  return failures(count, outcome.result === 'reached' ? 'unreadable answer' : outcome.reason);
}

function failures(count: number, reason: string): readonly PushOutcome[] {
  return Array.from({ length: count }, () => ({ result: 'failed', reason }));
}
