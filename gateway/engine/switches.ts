import type { CloseReason } from './ports';

/**
 * What Tencent's documents leave open, one switch each. The functions must pass under every
 * setting. The numbers are those of the statements in docs/protocol.md.
 */
export interface Switches {
  /** 8: the HTTP status a client gets when register does not accept it. */
  readonly refusalStatus: number;
  /**
   * 15: no order is promised between the messages of one connection. Each waits a random time
   * below this many milliseconds before transport is called; 0 calls it at once.
   */
  readonly shuffleWithinMs: number;
  /** 16: whether a frame pushed to a client counts against its being idle. */
  readonly pushBackResetsIdle: boolean;
  /** 16: whether a ping frame from a client counts against its being idle. */
  readonly pingResetsIdle: boolean;
  /**
   * 18, 19: the endings after which cleanup is called too. A close by the client always calls it,
   * which is the one case that is documented.
   */
  readonly cleanupAfter: readonly Exclude<CloseReason, 'client'>[];
  /** 22: the HTTP status of a push-back to a connection that is not open here. */
  readonly unknownConnectionStatus: 200 | 404 | 410;
  /** Whether a client is told by an error frame of a message that is not taken. Not at Tencent's. */
  readonly errorFrames: boolean;
}

export const DEFAULT_SWITCHES: Switches = {
  refusalStatus: 403,
  shuffleWithinMs: 0,
  pushBackResetsIdle: true,
  pingResetsIdle: false,
  cleanupAfter: [],
  unknownConnectionStatus: 200,
  errorFrames: false,
};

/** Trouble made on purpose on the push-back side (24). */
export interface Faults {
  /** Milliseconds that each push-back waits before anything is done with it. */
  readonly pushBackDelayMs?: number;
  /**
   * Asked for each well-formed push-back: the status to fail it with. 500 also ends the target's
   * TCP connection, as Tencent documents; 429 leaves it alone. Neither delivers anything.
   */
  readonly pushBackStatus?: () => 429 | 500 | undefined;
}
