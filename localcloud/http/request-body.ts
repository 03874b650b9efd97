import type { IncomingMessage } from 'node:http';

/** Largest body that is taken, in bytes; a zip of 50 MB as base64 fits. Ours. */
const MAX_BODY_BYTES = 128 * 1024 * 1024;

/**
 * The whole body, or undefined when it is longer than `maxBytes`; what is too much is read and
 * dropped, so that the sender gets to see the answer. Rejects when the sender goes away.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes = MAX_BODY_BYTES,
): Promise<Buffer | undefined> {
  let chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks = [];
  }
  return length <= maxBytes ? Buffer.concat(chunks) : undefined;
}
