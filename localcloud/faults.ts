import type { FunctionRole } from '../protocol/events';
import type { InterceptCall } from './http/intercept-call';

/**
 * What befalls a call of a function that a gateway makes. A crash comes before the function has
 * done anything, time-out and memory after it has done all: a caller cannot tell which.
 */
export type FunctionFault = 'crash' | 'time-out' | 'memory';

/** How a push-back fails. 500 ends the target's connection as well, as Tencent documents. */
export type PushBackFault = 500 | 429 | 404 | 'errNo' | 'time-out';

/**
 * Trouble made on purpose. Each is looked at whenever it matters, so that it can come and go while
 * the cloud runs.
 */
export interface CloudFaults {
  /** The share of requests, from 0 to 1, that COS answers roles with 503. */
  cosUnavailable?: number | undefined;
  /** Lists show a bucket as it was this many milliseconds ago. */
  listLagMs?: number | undefined;
  /** Stands between calls of API 3.0 and their actions. */
  api?: InterceptCall | undefined;
  functions?: Partial<Record<FunctionRole, FunctionFault>> | undefined;
  /** Every cleanup runs twice, both at the same time. */
  duplicateCleanup?: boolean | undefined;
  /** The cleanup of a connection runs before its register does, and so finds nothing to remove. */
  earlyCleanup?: boolean | undefined;
  pushBack?: PushBackFault | undefined;
  /** From the return of register to the opening of the client's socket, in milliseconds. */
  openDelayMs?: number | undefined;
  /** The TCP connection of each new client breaks after this many milliseconds. */
  dropAfterMs?: number | undefined;
  /** Each new client stops reading after this many milliseconds. */
  slowReaderAfterMs?: number | undefined;
  /** So many milliseconds after a client came, the gateway restarts: all are closed, none cleaned up. */
  restartAfterMs?: number | undefined;
  /** Stands in for the API's own idle time-out. */
  idleTimeoutMs?: number | undefined;
  /** How far the cloud's clock runs ahead of everybody else's; negative for behind. */
  clockSkewMs?: number | undefined;
}
