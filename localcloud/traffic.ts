import type { PushBackReply } from '../protocol/push-back';
import type { Principal } from './access-key';
import type { InvocationResult } from './runtime/invocation';

/** A call of a function, by a gateway, over API 3.0 or from the inspector. */
export interface CallBegun {
  readonly requestId: string;
  readonly functionName: string;
  /** Name of the CAM role that the function acts as; empty when it has none. */
  readonly roleName: string;
  /** JSON text. */
  readonly event: string;
}

/** A push-back that was JSON, with its answer. */
export interface PushBackSeen {
  readonly apiId: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: PushBackReply;
  readonly durationMs: number;
}

export interface CosRequestSeen {
  readonly method: string;
  readonly bucket: string;
  /** Percent-encoded, with the slash before it. */
  readonly path: string;
  readonly query: string;
  /** Undefined when nobody signed it, or signed wrongly. */
  readonly principal: Principal | undefined;
  readonly body: Buffer;
  readonly status: number;
  readonly answer: string | Buffer;
  readonly durationMs: number;
}

/**
 * Hears of all that passes through a local cloud, in full: message text, tokens of clients and
 * whatever functions print. For the inspector alone, which hides the secrets. Must not throw.
 */
export interface TrafficObserver {
  callBegan(call: CallBegun): void;
  callEnded(result: InvocationResult): void;
  pushBack(seen: PushBackSeen): void;
  cosRequest(seen: CosRequestSeen): void;
}
