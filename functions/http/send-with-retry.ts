import type { Clock } from '../invocation/clock';
import type { Deadline } from '../invocation/deadline';
import { HttpError, type HttpRequest, type HttpResponse, type SendHttp } from './http';

export interface RetryPorts {
  readonly send: SendHttp;
  readonly clock: Clock;
  readonly deadline: Deadline;
  /** From 0 to below 1, evenly. */
  readonly random: () => number;
}

/** The wait before the second attempt: between this and twice this, so that many do not retry at once. */
export const RETRY_DELAY_MS = 50;

/**
 * Sends a request, and once more where the first attempt met a network error, a time-out, 429 or
 * 5xx. `timeoutMs` is for each attempt, which the deadline may shorten. Rejects with HttpError
 * where the last attempt brought no answer.
 */
export async function sendWithRetry(
  request: Omit<HttpRequest, 'timeoutMs'>,
  timeoutMs: number,
  { send, clock, deadline, random }: RetryPorts,
): Promise<HttpResponse> {
  async function attempt(): Promise<HttpResponse | HttpError> {
    const leftMs = deadline.leftMs();
    if (leftMs === 0) return new HttpError('time-out');
    try {
      return await send({ ...request, timeoutMs: Math.min(timeoutMs, leftMs) });
    } catch (error) {
      if (error instanceof HttpError) return error;
      throw error;
    }
  }

  let result = await attempt();
  const delayMs = RETRY_DELAY_MS * (1 + random());
  if (isTransient(result) && deadline.leftMs() > delayMs) {
    await clock.wait(delayMs);
    result = await attempt();
  }
  if (result instanceof HttpError) throw result;
  return result;
}

function isTransient(result: HttpResponse | HttpError): boolean {
  return result instanceof HttpError || result.status === 429 || result.status >= 500;
}
