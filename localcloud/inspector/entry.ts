import type { ConnectionId } from '../../protocol/connection-id';
import type { CloudFaults } from '../faults';

/** What an entry of the timeline is about. */
export const KINDS = ['connection', 'call', 'push-back', 'cos', 'fault'] as const;
export type Kind = (typeof KINDS)[number];

/** One thing that happened, as the inspector's page shows it. Holds no secrets. */
export interface Entry {
  /** Rises with time. */
  readonly id: number;
  /** When it began, in milliseconds since the epoch. */
  readonly at: number;
  readonly kind: Kind;
  /** e.g. `connected`, `transport`, `data send`, `GET /connections/…`. */
  readonly title: string;
  readonly outcome: 'running' | 'ok' | 'failed';
  /** In a few words. */
  readonly result: string;
  /** The connections that it concerns; that of its call, too. */
  readonly connections: readonly string[];
  /** Of a push-back: the connections that it is for. */
  readonly targets?: readonly string[];
  /** The entry of the function call that it is part of, where that is certain. */
  readonly call?: number;
  /** Milliseconds; absent while it runs, and of what takes no time. */
  readonly durationMs?: number;
  /** What was sent: an event, a push-back, a request. */
  readonly payload?: string;
  readonly answer?: string;
  /** Of a call: its log in SCF's form. */
  readonly log?: string;
  /** Of a fault: all that are set from then on. */
  readonly faults?: SettableFaults;
  /** Of a call whose event is kept: the function, for a replay. */
  readonly replayable?: string;
}

/** A client that is connected now. */
export interface OpenConnection {
  readonly id: ConnectionId;
  readonly apiId: string;
  readonly environment: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Messages that came from the client, and frames that were pushed to it. */
  readonly received: number;
  readonly pushed: number;
}

/** The faults that can be set from the page. */
export type SettableFaults = Omit<CloudFaults, 'api'>;

/** All that the page shows, or what of it has changed since. */
export interface Changes {
  /** New ones, and earlier ones as they are now; oldest first. */
  readonly entries: readonly Entry[];
  readonly opened: readonly OpenConnection[];
  readonly closed: readonly string[];
  readonly faults: SettableFaults;
  readonly functions: readonly string[];
}
