import type { IncomingMessage } from 'node:http';

/**
 * Says whether the page that a client is part of may connect (RFC 6455 §10.2). Only browsers tell
 * the truth about it, and they always tell: a client that names no origin is none, and is let in.
 */
export function createOriginCheck(
  allowed: readonly string[],
): (request: Pick<IncomingMessage, 'headers'>) => boolean {
  const origins = new Set(allowed);
  return ({ headers: { origin } }) =>
    origins.size === 0 || origin === undefined || origins.has(origin);
}
