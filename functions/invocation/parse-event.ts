import * as v from 'valibot';
import { ErrNo } from '../../protocol/err-no';
import {
  ClosingSchema,
  ConnectingSchema,
  DataSendSchema,
  DisconnectSchema,
  type Closing,
  type Connecting,
  type DataSend,
  type Disconnect,
} from '../../protocol/events';
import { InvocationError } from './invocation-error';

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

/** The frame in a `data send` event. Throws EventError. */
export function parseDataSend(event: unknown): DataSend {
  return parseWebsocket(DataSendSchema, event);
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
