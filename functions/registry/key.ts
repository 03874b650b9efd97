import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { ConnectionIdSchema, type ConnectionId } from '../../protocol/connection-id';
import { REGISTRY_PREFIX } from '../../protocol/registry';

/** How many different hashes there are. */
export const HASH_SPACE = 2 ** 32;

const HASH_DIGITS = 8;
const KEY = new RegExp(`^${REGISTRY_PREFIX}([0-9a-f]{${HASH_DIGITS}})([A-Za-z0-9_-]+)$`);

/** The first 8 hex digits of the id's SHA-256: where its key stands, and what a log may show of it. */
export function connectionHash(id: ConnectionId): string {
  return createHash('sha256').update(id).digest('hex').slice(0, HASH_DIGITS);
}

/**
 * The object key of a connection. The hash in front spreads keys evenly, so that COS does not make
 * a hot spot of them (436/13653) and the list can be read in parallel; base64url keeps `/` out.
 */
export function connectionKey(id: ConnectionId): string {
  return REGISTRY_PREFIX + connectionHash(id) + Buffer.from(id).toString('base64url');
}

/** The connection that a key stands for; undefined where the key is none of ours. */
export function connectionIdOf(key: string): ConnectionId | undefined {
  const encoded = KEY.exec(key)?.[2];
  if (encoded === undefined) return undefined;
  const id = v.safeParse(ConnectionIdSchema, Buffer.from(encoded, 'base64url').toString());
  return id.success ? id.output : undefined;
}

/** The hash in a key as a number below HASH_SPACE; undefined where the key is none of ours. */
export function hashOf(key: string): number | undefined {
  const digits = KEY.exec(key)?.[1];
  return digits === undefined ? undefined : parseInt(digits, 16);
}

/** Stands before every key with this hash or a higher one, and after all others. */
export function markerBefore(hash: number): string {
  return REGISTRY_PREFIX + hash.toString(16).padStart(HASH_DIGITS, '0');
}
