/** What a running chat tells whoever watches it: a person, or a script. */
export interface Reporter {
  /** The local cloud is up and the program begins. */
  starting(cloud: string): void;
  created(resource: CreatedResource): void;
  ready(ready: Ready): void;
  activity(activity: Activity): void;
  stopped(): void;
}

export interface CreatedResource {
  /** e.g. `tencentcloud:index/scfFunction:ScfFunction`. */
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly durationMs: number;
}

/** Where everything is. Scripts depend on these names. */
export interface Ready {
  readonly version: string;
  readonly page: string;
  readonly wsUrl: string;
  readonly pushBackUrl: string;
  readonly bucket: string;
  readonly functions: Readonly<Record<'register' | 'transport' | 'cleanup', string>>;
  readonly cloud: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds since the process started. */
  readonly startedInMs: number;
}

/** One thing that happened to a connection; never message text, never an id. */
export interface Activity {
  readonly type: 'connected' | 'refused' | 'message' | 'closed' | 'failed';
  /** Connections that are open now. */
  readonly open: number;
  /** Of a message: how many members it reached, of how many others. */
  readonly reached?: number;
  readonly others?: number;
  /** Why a connection was refused or closed, or what failed. */
  readonly reason?: string;
  readonly durationMs?: number;
}
