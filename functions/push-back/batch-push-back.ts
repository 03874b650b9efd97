import * as v from 'valibot';
import { PushBackBatchReplySchema, type PushBackBatch } from '../../protocol/push-back';
import type { HttpResponse } from '../http/http';
import type { RetryPorts } from '../http/send-with-retry';
import { createPushBack, post } from './http-push-back';
import type { PushBack, PushOutcome } from './push-back';
import { outcomeOfErrNo, parseJson, pushOutcome } from './push-outcome';

/** Push-back to a URL that takes the same frame for up to `batchSize` connections in one POST. */
export function createBatchPushBack(url: URL, batchSize: number, ports: RetryPorts): PushBack {
  return {
    ...createPushBack(url, ports),
    batchSize,
    async sendToEach(ids, frame) {
      const request: PushBackBatch = {
        websocket: { action: 'data send', secConnectionIDs: [...ids], ...frame },
      };
      const answer = await post(url, request, ports);
      return 'reason' in answer
        ? failures(ids.length, answer.reason)
        : batchOutcomes(answer, ids.length);
    },
  };
}

function batchOutcomes({ status, body }: HttpResponse, count: number): readonly PushOutcome[] {
  const reply = v.safeParse(PushBackBatchReplySchema, parseJson(body));
  if (status === 200 && reply.success && reply.output.results.length === count) {
    return reply.output.results.map(outcomeOfErrNo);
  }
  // What is said of the whole batch is about the URL, not about any connection: nobody is refused.
  const outcome = pushOutcome(status, body);
  return failures(count, outcome.result === 'reached' ? 'unreadable answer' : outcome.reason);
}

function failures(count: number, reason: string): readonly PushOutcome[] {
  return Array.from({ length: count }, () => ({ result: 'failed', reason }));
}
