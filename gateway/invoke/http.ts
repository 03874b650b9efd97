import * as http from 'node:http';
import * as https from 'node:https';
import { MAX_SOCKETS, type CallFunction, type CallOutcome } from './call';

/** 6 MB: the largest answer of a function (583/11637). */
const MAX_ANSWER_BYTES = 6 * 1024 * 1024;

/** System errors after which the other end has seen nothing of the request. */
const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** An idle socket is closed after so long, since Node.js closes it after 5 s at the other end. */
const IDLE_MS = 4_000;

export interface HttpFunctionOptions {
  readonly url: URL;
  /** Until the whole answer is there. */
  readonly timeoutMs: number;
  /** Whether it does no harm that the function runs twice for one event. */
  readonly mayRunTwice: boolean;
}

/**
 * A function behind a URL: the event is POSTed as JSON; 200 with the return value as JSON, or with
 * nothing, is success, and anything else is a failure.
 */
export function createHttpFunction(options: HttpFunctionOptions): CallFunction {
  const { url, timeoutMs, mayRunTwice } = options;
  const secure = url.protocol === 'https:';
  const sockets = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS };
  const agent = secure ? new https.Agent(sockets) : new http.Agent(sockets);

  function post(body: string): Promise<CallOutcome & { readonly again?: boolean }> {
    return new Promise((resolve) => {
      const request = (secure ? https : http).request(url, {
        method: 'POST',
        agent,
        // The agent's own is for idle sockets alone.
        timeout: timeoutMs,
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      });
      const timer = setTimeout(() => {
        resolve({ ok: false, reason: `no answer within ${timeoutMs} ms` });
        request.destroy();
      }, timeoutMs);
      request.on('error', ({ code = 'network error' }: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        // Most likely the other end closed an idle socket just as it was used again; but the
        // function may also have run, and taken its process down.
        const again = mayRunTwice && request.reusedSocket && code === 'ECONNRESET';
        resolve({
          ok: false,
          reason: code,
          ...(NOT_CONNECTED.includes(code) && { notBegun: true }),
          ...(again && { again }),
        });
      });
      request.on('response', (response) => {
        void readAnswer(response).then((outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        });
      });
      request.end(body);
    });
  }

  return async (event) => {
    const body = JSON.stringify(event);
    const outcome = await post(body);
    return outcome.again === true ? post(body) : outcome;
  };
}

async function readAnswer(response: http.IncomingMessage): Promise<CallOutcome> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAX_ANSWER_BYTES) {
        return { ok: false, reason: `the answer has more than ${MAX_ANSWER_BYTES} bytes` };
      }
      chunks.push(chunk);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'network error';
    return { ok: false, reason: code };
  }
  if (response.statusCode !== 200) return { ok: false, reason: `HTTP ${response.statusCode ?? 0}` };
  return parseAnswer(Buffer.concat(chunks).toString('utf8'));
}

function parseAnswer(text: string): CallOutcome {
  if (text === '') return { ok: true, value: null };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, reason: 'the answer is not JSON' };
  }
}
