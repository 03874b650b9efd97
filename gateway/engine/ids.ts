import { randomBytes, randomUUID } from 'node:crypto';
import { toConnectionId, type ConnectionId } from '../../protocol/connection-id';

/** Where the names of connections and requests come from. */
export interface IdSource {
  connectionId(): ConnectionId;
  requestId(): string;
}

/** Tencent describes a connection id as 128 bits in base64 (583/32553). */
const CONNECTION_ID_BYTES = 16;

/** Random ids: 24 characters of base64, with `+` and `/` in many and `==` at the end of each. */
export const randomIds: IdSource = {
  connectionId: () => toConnectionId(randomBytes(CONNECTION_ID_BYTES).toString('base64')),
  requestId: () => randomUUID(),
};
