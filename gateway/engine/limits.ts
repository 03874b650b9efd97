/** 6 MB: the largest request to a function, and so the largest event, as JSON text (628/34009). */
export const MAX_EVENT_BYTES = 6 * 1024 * 1024;

export interface Limits {
  /** Largest event to a function and largest push-back body, in bytes of JSON text. */
  readonly maxEventBytes: number;
  /**
   * A client that leaves more bytes than this unread is sent nothing more until it has caught up,
   * so that one slow reader cannot fill the memory that all share. Ours: Tencent documents nothing.
   */
  readonly maxBufferedBytes: number;
  /** One that is still behind so many milliseconds later is disconnected. Ours. */
  readonly slowGraceMs: number;
  /** How long a shutdown waits for clients to answer the close frame, in milliseconds. Ours. */
  readonly closeGraceMs: number;
  /** Connections at a time, those in their handshake included. Ours. */
  readonly maxConnections: number;
  /** Messages in a second that one connection may send; a burst may be five times as large. Ours. */
  readonly messagesPerSecond: number;
  /** Connections that one push-back may name; 0 where there is no batch form, as at Tencent's (23). */
  readonly maxBatch: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxEventBytes: MAX_EVENT_BYTES,
  maxBufferedBytes: 4 * MAX_EVENT_BYTES,
  slowGraceMs: 10_000,
  closeGraceMs: 1_000,
  maxConnections: Infinity,
  messagesPerSecond: Infinity,
  maxBatch: 0,
};
