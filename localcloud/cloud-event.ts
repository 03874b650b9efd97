import type { GatewayEvent } from '../gateway/engine/ports';
import type { Principal } from './access-key';
import type { InvocationResult } from './runtime/invocation';

/** What goes on in a local cloud, for people who watch. Holds no secrets and no message text. */
export type CloudEvent =
  | {
      readonly type: 'api call';
      /** Whose key it was signed with; absent when nobody's. */
      readonly by?: Principal['type'];
      readonly product: string;
      readonly action: string;
      /** Absent when the call succeeded. */
      readonly errorCode?: string;
      readonly durationMs: number;
    }
  | {
      readonly type: 'cos request';
      /** As of a call. */
      readonly by?: Principal['type'];
      readonly method: string;
      readonly bucket: string;
      /** Its name in policies, without `cos:`; empty when COS knows no such request. */
      readonly action: string;
      readonly status: number;
      readonly errorCode?: string;
    }
  | {
      readonly type: 'invocation';
      readonly functionName: string;
      readonly result: InvocationResult;
    }
  | {
      readonly type: 'gateway';
      readonly apiId: string;
      readonly environment: string;
      readonly event: GatewayEvent;
    }
  /** A line that the program of a machine logs. */
  | { readonly type: 'machine log'; readonly instanceId: string; readonly line: string }
  /** Our own mistake: the client got an InternalError. */
  | { readonly type: 'fault'; readonly error: unknown };

export type CloudObserver = (event: CloudEvent) => void;
