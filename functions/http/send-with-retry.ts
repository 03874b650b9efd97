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
 * 5xx. `timeoutMs` is for each attempt, which the deadline may shorten. Gives what came of the last.
 */
export async function sendWithRetry(
  request: HttpRequest,
  timeoutMs: number,
  ports: RetryPorts,
): Promise<HttpResponse | HttpError> {
  const first = await attempt(request, timeoutMs, ports);
  if (!isTransient(first)) return first;
  const delayMs = RETRY_DELAY_MS * (1 + ports.random());
  if (ports.deadline.leftMs() <= delayMs) return first;
  await ports.clock.wait(delayMs);
  return attempt(request, timeoutMs, ports);
}

function attempt(
  request: HttpRequest,
  timeoutMs: number,
  { send, deadline }: RetryPorts,
): ReturnType<SendHttp> {
  const leftMs = deadline.leftMs();
  return leftMs === 0
    ? Promise.resolve(new HttpError('time-out'))
    : send(request, Math.min(timeoutMs, leftMs));
}

function isTransient(result: HttpResponse | HttpError): boolean {
  return result instanceof HttpError || result.status === 429 || result.status >= 500;
}
