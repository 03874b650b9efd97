import type { Clock } from './clock';
import { TokenBucket } from './token-bucket';

/** Seconds' worth of messages that may come at once: what was queued while a client was away. Ours. */
const BURST_SECONDS = 5;

/** What becomes of a message: it is taken, or refused; a flood also ends its connection. */
export type MessageVerdict = 'taken' | 'refused' | 'flood';

/**
 * How many messages of one connection are taken. As many again are refused one by one, so that a
 * client learns of it and slows down; one that goes on regardless is not worth its answers.
 */
export class MessageAllowance {
  readonly #messages: TokenBucket;
  readonly #refusals: TokenBucket;

  constructor(perSecond: number, clock: Pick<Clock, 'uptime'>) {
    this.#messages = new TokenBucket(perSecond, clock, perSecond * BURST_SECONDS);
    this.#refusals = new TokenBucket(perSecond, clock, perSecond * BURST_SECONDS);
  }

  judgeNext(): MessageVerdict {
    if (this.#messages.take(1)) return 'taken';
    return this.#refusals.take(1) ? 'refused' : 'flood';
  }
}
