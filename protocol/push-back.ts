import * as v from 'valibot';
import { ConnectionIdSchema } from './connection-id';
import { DataTypeSchema } from './events';

/**
 * What a function POSTs to the push-back URL: one frame for one connection, or the wish to close
 * it. One id a request; there is no batch form (583/32553).
 */
export const PushBackRequestSchema = v.looseObject({
  websocket: v.variant('action', [
    v.looseObject({
      action: v.literal('data send'),
      secConnectionID: ConnectionIdSchema,
      dataType: DataTypeSchema,
      data: v.string(),
    }),
    v.looseObject({
      action: v.literal('closing'),
      secConnectionID: ConnectionIdSchema,
    }),
  ]),
});

/**
 * Ours, not Tencent's: one frame for many connections in one POST. A push-back URL that offers it
 * says how many at most by its query parameter `batch`.
 */
export const BATCH_PARAMETER = 'batch';

export const PushBackBatchSchema = v.looseObject({
  websocket: v.looseObject({
    action: v.literal('data send'),
    secConnectionIDs: v.array(ConnectionIdSchema),
    dataType: DataTypeSchema,
    data: v.string(),
  }),
});

/** The gateway's answer: 200 with `errNo` 0 when it was done, any other `errNo` when it was not. */
export const PushBackReplySchema = v.looseObject({
  errNo: v.pipe(v.number(), v.integer()),
  errMsg: v.optional(v.string(), ''),
});

/** The answer to a batch: an `errNo` for each connection, in the order of the ids. */
export const PushBackBatchReplySchema = v.looseObject({
  errNo: v.literal(0),
  results: v.array(v.pipe(v.number(), v.integer())),
});

export type PushBackBatch = v.InferInput<typeof PushBackBatchSchema>;
export type PushBackRequest = v.InferInput<typeof PushBackRequestSchema>;
export type PushBackReply = v.InferOutput<typeof PushBackReplySchema>;
