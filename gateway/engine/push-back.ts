import * as v from 'valibot';
import type { ConnectionId } from '../../protocol/connection-id';
import { ErrNo } from '../../protocol/err-no';
import { PushBackRequestSchema, type PushBackReply } from '../../protocol/push-back';

/** The HTTP answer to a push-back. */
export interface PushBackAnswer {
  readonly status: number;
  readonly body: PushBackReply;
}

/** What a push-back asks for: a frame (a string is sent as text, a buffer as binary), or a close. */
export type Push =
  | { readonly action: 'data send'; readonly id: ConnectionId; readonly payload: string | Buffer }
  | { readonly action: 'closing'; readonly id: ConnectionId };

export type ParsedPush =
  | { readonly ok: true; readonly push: Push }
  | { readonly ok: false; readonly answer: PushBackAnswer };

export const PUSHED: PushBackAnswer = { status: 200, body: { errNo: ErrNo.ok, errMsg: 'ok' } };

/** No connection that is open here has the id; the status is a switch (22). */
export function unknownConnection(status: number): PushBackAnswer {
  const errMsg = 'no open connection of this API has this secConnectionID';
  return { status, body: { errNo: ErrNo.unknownConnection, errMsg } };
}

const EXPECTED =
  'a push-back is {"websocket":{"action":"data send","secConnectionID":<one id>,' +
  '"dataType":"text"|"binary","data":<text or base64>}} or ' +
  '{"websocket":{"action":"closing","secConnectionID":<one id>}}';

/** The body is no push-back. Says what is wrong where, and never repeats what was received. */
export function malformedPushBack(fault: string): PushBackAnswer {
  const errMsg = `${fault}; ${EXPECTED}`;
  return { status: 200, body: { errNo: ErrNo.malformedPushBack, errMsg } };
}

/** Reads a push-back from parsed JSON. One connection id each: there is no batch form (23). */
export function parsePush(body: unknown): ParsedPush {
  const request = v.safeParse(PushBackRequestSchema, body);
  if (!request.success) {
    const where = v.getDotPath(request.issues[0]) ?? 'the body';
    return { ok: false, answer: malformedPushBack(`${where} is missing or wrong`) };
  }
  const { websocket } = request.output;
  const id = websocket.secConnectionID;
  if (websocket.action === 'closing') return { ok: true, push: { action: 'closing', id } };

  const { data, dataType } = websocket;
  if (dataType === 'text') return { ok: true, push: { action: 'data send', id, payload: data } };

  const payload = Buffer.from(data, 'base64');
  // Node skips what is not base64; only a canonical text comes back as it was.
  return payload.toString('base64') === data
    ? { ok: true, push: { action: 'data send', id, payload } }
    : { ok: false, answer: malformedPushBack('websocket.data is not base64 with padding') };
}
