import * as v from 'valibot';
import { ConnectionIdSchema } from './connection-id';

/**
 * What register answers, and all that the gateway looks at: `errNo` 0 accepts, anything else
 * refuses and `errMsg` says why. At most one subprotocol is passed on to the client (583/32553).
 */
export const RegisterReplySchema = v.looseObject({
  errNo: v.pipe(v.number(), v.integer()),
  errMsg: v.optional(v.string(), ''),
  websocket: v.optional(
    v.looseObject({
      action: v.literal('connecting'),
      secConnectionID: ConnectionIdSchema,
      secWebSocketProtocol: v.optional(v.string()),
      secWebSocketExtensions: v.optional(v.string()),
    }),
  ),
});

export type RegisterReply = v.InferInput<typeof RegisterReplySchema>;
