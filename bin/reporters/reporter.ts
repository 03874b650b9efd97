import type { Settings } from '../../infra/settings';

/** What a running chat tells whoever watches it: a person, or a script. */
export interface Reporter {
  /** The local cloud is up and the program begins. */
  starting(start: Start): void;
  created(resource: NamedResource & { readonly durationMs: number }): void;
  ready(ready: Ready): void;
  /** From now on single keys do something: what, by their letter. */
  listensForKeys(keys: Readonly<Record<string, string>>): void;
  activity(activity: Activity): void;
  /** What was saved is live. */
  reloaded(reload: Reload): void;
  /** What was saved is not live, and the version before goes on. */
  reloadFailed(failure: ReloadFailure): void;
  /** Something that concerns the running chat as a whole. */
  notice(text: string): void;
  stopped(): void;
  /** It ends before it was ready; why is said elsewhere. */
  gaveUp(): void;
}

export interface Start {
  readonly version: string;
  readonly cloud: string;
  /** The port that it should have had, had another program not taken it. */
  readonly takenPort?: number | undefined;
  /** Milliseconds since the process started. */
  readonly startedInMs: number;
}

export interface NamedResource {
  /** e.g. `tencentcloud:index/scfFunction:ScfFunction`. */
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
}

export type GatewayKind = Settings['gateway'];

/** Where everything is. Scripts depend on these names. */
export interface Ready {
  readonly version: string;
  readonly page: string;
  readonly inspector: string;
  readonly wsUrl: string;
  /** What holds the connections, as in the setting. */
  readonly gateway: GatewayKind;
  readonly pushBackUrl: string;
  readonly bucket: string;
  readonly functions: Readonly<Record<'register' | 'transport' | 'cleanup', string>>;
  readonly cloud: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds since the process started. */
  readonly startedInMs: number;
}

export interface Reload {
  readonly changed: readonly NamedResource[];
  /** Whether the page is another one than before. */
  readonly page: boolean;
  /** Since the change was noticed. */
  readonly durationMs: number;
}

export interface ReloadFailure {
  /** For a source that does not compile, with file, line and column. */
  readonly reason: string;
  /** Whether it cannot be live before the chat is started anew. */
  readonly needsRestart: boolean;
}

/** One thing that happened to a connection; never an id. What a fault says of itself may quote text. */
export interface Activity {
  readonly type: 'connected' | 'refused' | 'message' | 'closed' | 'failed';
  /** Connections that are open now. */
  readonly open: number;
  /** Of a message: how many members it reached, of how many others. */
  readonly reached?: number;
  readonly others?: number;
  /** Why a connection was refused or closed, what failed, or why a message did not reach everybody. */
  readonly reason?: string;
  readonly durationMs?: number;
}
