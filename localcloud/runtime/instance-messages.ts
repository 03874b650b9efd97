import type { Call, CallOutcome, InstanceSettings } from './instance';

/** What a host tells an instance's process. */
export type HostMessage =
  | { readonly type: 'load'; readonly settings: InstanceSettings }
  | { readonly type: 'call'; readonly call: Call };

/** What an instance's process tells its host. */
export type InstanceMessage =
  | { readonly type: 'loaded'; readonly memoryBytes: number }
  | { readonly type: 'not loaded'; readonly outcome: CallOutcome }
  | { readonly type: 'output'; readonly text: string }
  | { readonly type: 'call ended'; readonly outcome: CallOutcome; readonly memoryBytes: number }
  | { readonly type: 'over memory limit'; readonly memoryBytes: number }
  /** The process is about to die of this, unless the function catches it itself. */
  | { readonly type: 'uncaught'; readonly outcome: CallOutcome };
