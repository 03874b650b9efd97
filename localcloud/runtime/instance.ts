import type { Language } from './handler';

/** What an instance needs to load a function and hold it to its memory. */
export interface InstanceSettings {
  readonly language: Language;
  /** Absolute path of the file that exports the handler. */
  readonly handlerFile: string;
  readonly handlerName: string;
  /** The whole environment: nothing of the host's is added to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryBytes: number;
  /** The fields of SCF's context object that are the same in every call. */
  readonly context: Readonly<Record<string, string | number>>;
  /** Milliseconds a call may take, as the handler is told. The caller enforces it. */
  readonly timeLimitMs: number;
  /** The part of the environment that SCF repeats in `context.environment` and `context.environ`. */
  readonly contextEnvironment: Readonly<Record<string, string>>;
}

/** One call as an instance gets it. */
export interface Call {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  /** Set in the environment before the handler runs: the role's credentials, renewed or not. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** How a call, or the loading of the code before it, came out. */
export type CallOutcome =
  | { readonly type: 'returned'; readonly json: string }
  | { readonly type: 'not JSON'; readonly reason: string }
  | { readonly type: 'threw'; readonly stack: string }
  | { readonly type: 'no handler'; readonly reason: string }
  | { readonly type: 'out of memory' }
  | { readonly type: 'exited'; readonly how: string }
  /** Ended from outside, by `end()`. */
  | { readonly type: 'ended' };

export interface CallReport {
  readonly outcome: CallOutcome;
  /** What the function printed since the last report. */
  readonly output: string;
  readonly memoryBytes: number;
}

/**
 * One execution environment of a function. It runs one call at a time, keeps module variables from
 * call to call and shares them with no other instance.
 */
export interface Instance {
  /** False from the moment it starts to end, of itself or by `end()`. */
  readonly isAlive: boolean;
  /**
   * Settles once the code is loaded: with undefined, or with the report of why it cannot be.
   * Rejects where the host cannot start an instance.
   */
  readonly loaded: Promise<CallReport | undefined>;
  /** Settles once nothing of it is left. */
  readonly ended: Promise<void>;
  /** Never rejects. */
  run(call: Call): Promise<CallReport>;
  /** Ends it at once; a running call comes out as `ended`. */
  end(): Promise<void>;
}
