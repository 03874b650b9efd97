import * as v from 'valibot';
import { ConnectionIdSchema } from './connection-id';

/**
 * The three events a gateway sends to the functions (583/32553). Objects are open, because Tencent
 * says that fields may be added and none will be removed.
 */

/** Part of the `connecting` event only; the other two events carry no `requestContext`. */
export const RequestContextSchema = v.looseObject({
  serviceName: v.optional(v.string()),
  serviceId: v.optional(v.string()),
  path: v.string(),
  httpMethod: v.string(),
  requestId: v.string(),
  identity: v.optional(v.looseObject({ secretId: v.optional(v.string()) })),
  sourceIp: v.string(),
  stage: v.string(),
  websocketEnable: v.boolean(),
});

/** Sent to register before the handshake is answered. */
export const ConnectingSchema = v.looseObject({
  action: v.literal('connecting'),
  secConnectionID: ConnectionIdSchema,
  /** What the client offered, comma separated; absent when it offered nothing. */
  secWebSocketProtocol: v.optional(v.string()),
  secWebSocketExtensions: v.optional(v.string()),
});

/** Text as it is, binary as base64. */
export const DataTypeSchema = v.picklist(['text', 'binary']);

/** Sent to transport for each frame of a client. Older gateways called the action `data recv`. */
export const DataSendSchema = v.looseObject({
  action: v.picklist(['data send', 'data recv']),
  secConnectionID: ConnectionIdSchema,
  dataType: DataTypeSchema,
  data: v.string(),
});

/** Sent to cleanup when a client closes its connection. */
export const ClosingSchema = v.looseObject({
  action: v.literal('closing'),
  secConnectionID: ConnectionIdSchema,
});

/**
 * Ours, not Tencent's: an operator invokes cleanup with it to remove a member. No gateway sends it.
 */
export const DisconnectSchema = v.looseObject({
  action: v.literal('disconnect'),
  secConnectionID: ConnectionIdSchema,
});

/**
 * Ours, not Tencent's: an operator invokes transport with it to have stale connections removed. No
 * gateway sends it.
 */
export const SweepSchema = v.looseObject({ action: v.literal('sweep') });

type RequestContext = v.InferOutput<typeof RequestContextSchema>;
export type Connecting = v.InferOutput<typeof ConnectingSchema>;
export type DataType = v.InferOutput<typeof DataTypeSchema>;
export type DataSend = v.InferOutput<typeof DataSendSchema>;
export type Closing = v.InferOutput<typeof ClosingSchema>;
export type Disconnect = v.InferOutput<typeof DisconnectSchema>;
export type Sweep = v.InferOutput<typeof SweepSchema>;

export interface ConnectingEvent {
  readonly requestContext: RequestContext;
  readonly websocket: Connecting;
}
export interface DataSendEvent {
  readonly websocket: DataSend;
}
export interface ClosingEvent {
  readonly websocket: Closing;
}
export interface DisconnectEvent {
  readonly websocket: Disconnect;
}

/** The three functions, by the part they play for a connection. */
export type FunctionRole = 'register' | 'transport' | 'cleanup';
export const FUNCTION_ROLES: readonly FunctionRole[] = ['register', 'transport', 'cleanup'];
