import type { ConnectionId } from '../../protocol/connection-id';
import type { DataSend } from '../../protocol/events';
import type { PushBackRequest } from '../../protocol/push-back';

/** What came of a push, with a word on why where it did not get there. */
export type PushOutcome =
  | { readonly result: 'reached' }
  /** `refused` is definite: the gateway has no such connection. `failed` says nothing about it. */
  | { readonly result: 'refused' | 'failed'; readonly reason: string };

/** What is the same for everybody who gets a frame. */
export type Frame = Pick<DataSend, 'dataType' | 'data'>;

/**
 * The way back to clients. A push that got no answer is sent a second time, so a client may get a
 * frame twice. Never rejects for what the gateway or the network does.
 */
export interface PushBack {
  send(request: PushBackRequest): Promise<PushOutcome>;
  /** How many connections `sendToEach` takes at once. */
  readonly batchSize: number;
  /** The frame to each of at most `batchSize` connections; outcomes in the order of the ids. */
  sendToEach(ids: readonly ConnectionId[], frame: Frame): Promise<readonly PushOutcome[]>;
}
