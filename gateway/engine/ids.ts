import { randomBytes, randomUUID } from 'node:crypto';
import { toConnectionId, type ConnectionId } from '../../protocol/connection-id';

/** Where the names of connections and requests come from. */
export interface IdSource {
  connectionId(): ConnectionId;
  requestId(): string;
}

/** Tencent describes a connection id as 128 bits in base64 (583/32553). */
const CONNECTION_ID_BYTES = 16;

/** The first byte from which on base64 begins with `/`, whose six bits are all ones. */
const SLASH = 0b1111_1100;

/**
 * Random bytes whose base64 does not begin with `/`: Tencent's Python SDK for COS takes a leading
 * `/` off a key, so that functions which use the id as a key would never find it again.
 */
export function randomIdBytes(count: number): Buffer {
  for (;;) {
    const bytes = randomBytes(count);
    if ((bytes[0] ?? 0) < SLASH) return bytes;
  }
}

/** Random ids: 24 characters of base64, with `+` and `/` in many and `==` at the end of each. */
export const randomIds: IdSource = {
  connectionId: () => toConnectionId(randomIdBytes(CONNECTION_ID_BYTES).toString('base64')),
  requestId: () => randomUUID(),
};
