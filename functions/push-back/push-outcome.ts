import * as v from 'valibot';
import { ErrNo } from '../../protocol/err-no';
import { PushBackReplySchema } from '../../protocol/push-back';
import type { PushOutcome } from './push-back';

/**
 * What the gateway's answer says. Tencent documents `errNo` 0 for success and any other for failure
 * (583/32553) but not what an unknown connection gets, so each of the likely answers counts as a
 * refusal: an `errNo`, 404 and 410.
 */
export function pushOutcome(status: number, body: string): PushOutcome {
  if (status === 404 || status === 410) return { result: 'refused', reason: `HTTP ${status}` };
  if (status !== 200) return { result: 'failed', reason: `HTTP ${status}` };
  const reply = v.safeParse(PushBackReplySchema, parseJson(body));
  if (!reply.success) return { result: 'failed', reason: 'unreadable answer' };
  const { errNo } = reply.output;
  if (errNo === ErrNo.ok) return { result: 'reached' };
  // Speaks of the request: taken as a refusal, one bad message would empty the registry.
  const result = errNo === ErrNo.malformedPushBack ? 'failed' : 'refused';
  return { result, reason: `errNo ${errNo}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
