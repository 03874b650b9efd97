import * as v from 'valibot';
import { ErrNo } from '../../protocol/err-no';
import { PushBackReplySchema } from '../../protocol/push-back';
import { HttpError, type HttpResponse } from '../http/http';
import type { PushOutcome } from './push-back';

/**
 * Those that speak of the request or of the moment: taken as refusals, one bad message or one slow
 * minute would empty the registry.
 */
const SAY_NOTHING_ABOUT_THE_CONNECTION: readonly number[] = [
  ErrNo.malformedPushBack,
  ErrNo.slowConnection,
  ErrNo.unreachableConnection,
  ErrNo.tooManyPushBacks,
];

/**
 * What the gateway's answer, or the lack of one, says. Tencent documents `errNo` 0 for success and
 * any other for failure (583/32553) but not what an unknown connection gets, so each of the likely
 * answers counts as a refusal: an `errNo`, 404 and 410.
 */
export function pushOutcome(answer: HttpResponse | HttpError): PushOutcome {
  if (answer instanceof HttpError) return { result: 'failed', reason: answer.reason };
  const { status, body } = answer;
  if (status === 404 || status === 410) return { result: 'refused', reason: `HTTP ${status}` };
  if (status !== 200) return { result: 'failed', reason: `HTTP ${status}` };
  const reply = v.safeParse(PushBackReplySchema, parseJson(body));
  if (!reply.success) return { result: 'failed', reason: 'unreadable answer' };
  return outcomeOfErrNo(reply.output.errNo);
}

/** What a connection's `errNo` says: alone in an answer, or one of a batch. */
export function outcomeOfErrNo(errNo: number): PushOutcome {
  if (errNo === ErrNo.ok) return { result: 'reached' };
  const result = SAY_NOTHING_ABOUT_THE_CONNECTION.includes(errNo) ? 'failed' : 'refused';
  return { result, reason: `errNo ${errNo}` };
}

/** Undefined for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
