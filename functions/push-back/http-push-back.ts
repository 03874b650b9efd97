import { HttpError } from '../http/http';
import { sendWithRetry, type RetryPorts } from '../http/send-with-retry';
import type { PushBack } from './push-back';
import { pushOutcome } from './push-outcome';

/** For each of the two attempts. */
export const PUSH_TIMEOUT_MS = 3_000;

const HEADERS = { 'Content-Type': 'application/json' };

/** Push-back by POST to the URL that the gateway gave. */
export function createPushBack(url: URL, ports: RetryPorts): PushBack {
  const path = url.pathname + url.search;
  return {
    async send(request) {
      try {
        const { status, body } = await sendWithRetry(
          { method: 'POST', origin: url, path, headers: HEADERS, body: JSON.stringify(request) },
          PUSH_TIMEOUT_MS,
          ports,
        );
        return pushOutcome(status, body);
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        return { result: 'failed', reason: error.reason };
      }
    },
  };
}
