import * as v from 'valibot';
import { ErrNo } from '../../protocol/err-no';
import {
  ClosingSchema,
  ConnectingSchema,
  DataSendSchema,
  DisconnectSchema,
  SweepSchema,
  type Closing,
  type Connecting,
  type DataSend,
  type Disconnect,
  type Sweep,
} from '../../protocol/events';
import { InvocationError } from './invocation-error';

const TransportSchema = v.variant('action', [DataSendSchema, SweepSchema]);
const CleanupSchema = v.variant('action', [ClosingSchema, DisconnectSchema]);

/** The event is not one that the function is for. */
export class EventError extends InvocationError {
  override readonly name = 'EventError';
}

/**
 * The part of a `connecting` event that register works with. Throws EventError, with the `errNo`
 * and `errMsg` of Tencent's sample functions (583/32552).
 */
export function parseConnecting(event: unknown): Connecting {
  // Nothing in it is used, so nothing more is asked of it: Tencent's sources disagree on its fields.
  if (!isObject(event) || !isObject(event['requestContext'])) {
    throw new EventError(
      ErrNo.noRequestContext,
      'not found request context',
      'the event has no requestContext object',
    );
  }
  return parseWebsocket(ConnectingSchema, event);
}

/** What transport is asked for: a frame is to be sent on, or stale connections are to be removed. Throws EventError. */
export function parseTransport(event: unknown): DataSend | Sweep {
  return parseWebsocket(TransportSchema, event);
}

/** What cleanup is asked for: a connection has closed, or is to be closed. Throws EventError. */
export function parseCleanup(event: unknown): Closing | Disconnect {
  return parseWebsocket(CleanupSchema, event);
}

function parseWebsocket<Schema extends v.GenericSchema>(
  schema: Schema,
  event: unknown,
): v.InferOutput<Schema> {
  const websocket = isObject(event) ? event['websocket'] : undefined;
  const result = v.safeParse(schema, isObject(websocket) ? websocket : undefined);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = ['websocket', v.getDotPath(issue) ?? []].flat().join('.');
  throw new EventError(
    ErrNo.noWebsocket,
    `not found web socket (${place} is missing or malformed)`,
    `${place} of the event is missing or malformed`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
