import * as v from 'valibot';

/**
 * The gateway's name for one connection (`secConnectionID`). Opaque: Tencent documents it as
 * base64 text of contradictory lengths, so it may hold `+`, `/` and `=` and must be encoded
 * before it becomes part of an object key or a URL (583/32553).
 */
export const ConnectionIdSchema = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(256),
  v.brand('ConnectionId'),
);

export type ConnectionId = v.InferOutput<typeof ConnectionIdSchema>;

/** Brands a string that is already known to be a connection id. Throws when it cannot be one. */
export function toConnectionId(text: string): ConnectionId {
  return v.parse(ConnectionIdSchema, text);
}
