import { runBounded } from '../run-bounded';
import type { PushOutcome } from './push-back';

/** Pushes under way at the same time, each on a kept-alive socket of its own. */
export const FAN_OUT_CONCURRENCY = 128;

export interface FanOutResult<Recipient> {
  readonly reached: number;
  readonly refused: readonly Recipient[];
  readonly failed: number;
  /** Not tried, for lack of time. */
  readonly notReached: number;
  /** How often each reason for a refusal or failure came up. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** Pushes to every recipient, FAN_OUT_CONCURRENCY at a time, for as long as `mayStart` allows. */
export async function fanOut<Recipient>(
  recipients: readonly Recipient[],
  push: (recipient: Recipient) => Promise<PushOutcome>,
  mayStart: () => boolean,
): Promise<FanOutResult<Recipient>> {
  let reached = 0;
  let failed = 0;
  const refused: Recipient[] = [];
  const reasons: Record<string, number> = {};

  const started = await runBounded(
    recipients,
    FAN_OUT_CONCURRENCY,
    async (recipient) => {
      const outcome = await push(recipient);
      if (outcome.result === 'reached') {
        reached += 1;
        return;
      }
      reasons[outcome.reason] = (reasons[outcome.reason] ?? 0) + 1;
      if (outcome.result === 'refused') refused.push(recipient);
      else failed += 1;
    },
    mayStart,
  );
  return { reached, refused, failed, notReached: recipients.length - started, reasons };
}
