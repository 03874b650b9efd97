import type { PushBackRequest } from '../../protocol/push-back';

/** What came of a push, with a word on why where it did not get there. */
export type PushOutcome =
  | { readonly result: 'reached' }
  /** `refused` is definite: the gateway has no such connection. `failed` says nothing about it. */
  | { readonly result: 'refused' | 'failed'; readonly reason: string };

/**
 * The way back to a client. A push that got no answer is sent a second time, so a client may get a
 * frame twice. Never rejects for what the gateway or the network does.
 */
export interface PushBack {
  send(request: PushBackRequest): Promise<PushOutcome>;
}
