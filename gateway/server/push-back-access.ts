import { createHash, timingSafeEqual } from 'node:crypto';
import { ErrNo } from '../../protocol/err-no';
import { MAX_EVENT_BYTES } from '../engine/limits';
import type { PushBackAnswer } from '../engine/push-back';
import type { TokenBucket } from '../engine/token-bucket';
import type { GatewayMetrics, PushBackResult } from './metrics/gateway-metrics';
import type { PushBackTarget } from './push-back-request';

/** More than an id of ours is long as JSON, with the comma. */
const BYTES_PER_ID = 64;

const TOO_MANY: PushBackAnswer = {
  status: 429,
  body: {
    errNo: ErrNo.tooManyPushBacks,
    errMsg: 'more frames in a second than this gateway takes (pushBackRate)',
  },
};

const RESULTS: Readonly<Partial<Record<number, PushBackResult>>> = {
  [ErrNo.ok]: 'delivered',
  [ErrNo.unknownConnection]: 'gone',
  [ErrNo.slowConnection]: 'slow',
  [ErrNo.unreachableConnection]: 'unreachable',
};

/** Says whether a path is `/<secret>`, in a time that tells nothing about the secret. */
export function createSecretPathCheck(secret: string): (path: string) => boolean {
  const expected = digest(`/${secret}`);
  return (path) => timingSafeEqual(digest(path), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The gateway's push-back as the outside gets it: limited in rate, and counted. */
export function createPushBackTarget(
  gateway: PushBackTarget,
  bucket: TokenBucket,
  metrics: Pick<GatewayMetrics, 'pushedBack'>,
): PushBackTarget {
  const { maxBatch } = gateway.limits;
  return {
    limits: { ...gateway.limits, maxEventBytes: MAX_EVENT_BYTES + maxBatch * BYTES_PER_ID },
    async pushBack(body) {
      const count = Math.min(countIds(body), Math.max(maxBatch, 1));
      if (!bucket.take(count)) {
        metrics.pushedBack([['rate limited', count]]);
        return TOO_MANY;
      }
      const answer = await gateway.pushBack(body);
      metrics.pushedBack(countResults(answer));
      return answer;
    },
  };
}

function countResults({ body }: PushBackAnswer): Map<PushBackResult, number> {
  const counts = new Map<PushBackResult, number>();
  for (const errNo of body.results ?? [body.errNo]) {
    const result = RESULTS[errNo] ?? 'malformed';
    counts.set(result, (counts.get(result) ?? 0) + 1);
  }
  return counts;
}

/** How many connections a body names that has not been checked yet. */
function countIds(body: unknown): number {
  const ids = (body as { websocket?: { secConnectionIDs?: unknown } } | null)?.websocket
    ?.secConnectionIDs;
  return Array.isArray(ids) ? ids.length : 1;
}
