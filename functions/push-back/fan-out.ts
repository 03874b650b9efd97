import { runBounded } from '../run-bounded';
import type { PushOutcome } from './push-back';

/** Requests under way at the same time, each on a kept-alive socket of its own. */
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

/** How recipients are pushed to: so many in one request, with an outcome for each in their order. */
export interface FanOutRequests<Recipient> {
  readonly batchSize: number;
  readonly push: (recipients: readonly Recipient[]) => Promise<readonly PushOutcome[]>;
}

/** Pushes to every recipient, FAN_OUT_CONCURRENCY requests at a time, for as long as `mayStart` allows. */
export async function fanOut<Recipient>(
  recipients: readonly Recipient[],
  { batchSize, push }: FanOutRequests<Recipient>,
  mayStart: () => boolean,
): Promise<FanOutResult<Recipient>> {
  let reached = 0;
  let failed = 0;
  let tried = 0;
  const refused: Recipient[] = [];
  const reasons: Record<string, number> = {};

  function count(recipient: Recipient, outcome: PushOutcome): void {
    if (outcome.result === 'reached') {
      reached += 1;
      return;
    }
    reasons[outcome.reason] = (reasons[outcome.reason] ?? 0) + 1;
    if (outcome.result === 'refused') refused.push(recipient);
    else failed += 1;
  }

  await runBounded(
    inBatches(recipients, batchSize),
    FAN_OUT_CONCURRENCY,
    async (batch) => {
      tried += batch.length;
      const outcomes = (await push(batch)).values();
      for (const recipient of batch) {
        count(recipient, outcomes.next().value ?? { result: 'failed', reason: 'no outcome' });
      }
    },
    mayStart,
  );
  return { reached, refused, failed, notReached: recipients.length - tried, reasons };
}

function inBatches<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
