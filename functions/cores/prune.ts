import type { Deadline } from '../invocation/deadline';
import { RegistryError, type RegisteredConnection, type Registry } from '../registry/registry';
import { runBounded } from '../run-bounded';

/**
 * A refused connection younger than this stays registered: register runs before the socket opens,
 * so a joiner is listed, and refused, for a moment.
 */
export const PRUNE_GRACE_MS = 60_000;

/** Removals under way at the same time. */
const PRUNE_CONCURRENCY = 16;

export interface PruneResult {
  readonly pruned: number;
  readonly pruneFailed: number;
}

/** Removes refused connections past the grace time, for as long as there is time. */
export async function prune(
  refused: readonly RegisteredConnection[],
  registry: Pick<Registry, 'remove'>,
  deadline: Deadline,
): Promise<PruneResult> {
  let pruned = 0;
  let pruneFailed = 0;
  await runBounded(
    refused.filter(({ ageMs }) => ageMs > PRUNE_GRACE_MS),
    PRUNE_CONCURRENCY,
    async ({ id }) => {
      try {
        await registry.remove(id);
        pruned += 1;
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        pruneFailed += 1; // The next message meets it again.
      }
    },
    () => deadline.leftMs() > 0,
  );
  return { pruned, pruneFailed };
}
