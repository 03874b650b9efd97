import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Gateway } from '../engine/gateway';
import { malformedPushBack, type PushBackAnswer } from '../engine/push-back';

/** Where a push-back's path leads. */
export type PushBackTarget = Pick<Gateway, 'limits' | 'pushBack'>;

/** Reads one push-back from its POST, has the gateway serve it and answers. */
export function servePushBack(
  gateway: PushBackTarget,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { maxEventBytes } = gateway.limits;
  readBody(request, maxEventBytes, (body) => {
    if (body === undefined) {
      response.writeHead(413, { 'Content-Type': 'text/plain' });
      response.end(`a push-back may be ${maxEventBytes} bytes long`);
      return;
    }
    void answer(gateway, body).then(({ status, body: reply }) => {
      const text = JSON.stringify(reply);
      // Without a length the answer would be chunked, in pieces that take longer to write.
      response.writeHead(status, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
      });
      response.end(text);
    });
  });
}

async function answer(gateway: PushBackTarget, text: string): Promise<PushBackAnswer> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return malformedPushBack('the body is not JSON');
  }
  return gateway.pushBack(body);
}

/**
 * Calls back with the whole body, or with undefined when it is longer than `maxBytes`; what is too
 * much is read and dropped, so that the sender gets to see the answer. Never calls back when the
 * sender goes away.
 */
function readBody(
  request: IncomingMessage,
  maxBytes: number,
  done: (body: string | undefined) => void,
): void {
  let chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks = [];
  });
  request.on('end', () => {
    done(length <= maxBytes ? Buffer.concat(chunks).toString('utf8') : undefined);
  });
}
