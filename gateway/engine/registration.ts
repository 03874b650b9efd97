import * as v from 'valibot';
import { ErrNo } from '../../protocol/err-no';
import { RegisterReplySchema } from '../../protocol/register-reply';
import type { FunctionOutcome } from './ports';

/** Whether a client may connect, and what it is told. */
export type Verdict =
  | { readonly accepted: true; readonly subprotocol?: string }
  | {
      readonly accepted: false;
      /** For the client. */
      readonly reason: string;
      /** For whoever runs the gateway. */
      readonly detail: string;
    };

/**
 * Judges what came of calling register: `errNo` 0 accepts; another `errNo`, a failure of the
 * function and anything that is no reply refuse (583/32553). One subprotocol is passed on, and
 * only one that the client offered, since a client fails a connection that answers otherwise
 * (RFC 6455 §4.1). A returned extension is ignored: this gateway speaks none.
 */
export function judgeRegistration(
  outcome: FunctionOutcome,
  offeredSubprotocols: string | undefined,
): Verdict {
  if (!outcome.ok) {
    return { accepted: false, reason: 'register failed', detail: outcome.reason };
  }
  const reply = v.safeParse(RegisterReplySchema, outcome.value);
  if (!reply.success) {
    const detail = 'register must return {"errNo":0,"errMsg":"ok","websocket":{…}}';
    return { accepted: false, reason: 'register failed', detail };
  }
  const { errNo, errMsg, websocket } = reply.output;
  if (errNo !== ErrNo.ok) {
    return { accepted: false, reason: errMsg, detail: `errNo ${errNo}: ${errMsg}` };
  }
  const offered = offeredSubprotocols?.split(',').map((name) => name.trim()) ?? [];
  const subprotocol = offered.find((name) => name === websocket?.secWebSocketProtocol);
  return { accepted: true, ...(subprotocol !== undefined && { subprotocol }) };
}
