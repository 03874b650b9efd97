/**
 * Runs `work` for every item in order, at most `limit` at a time. Starts no more once `mayStart`
 * says no or a piece of work has failed; then rejects with the first failure. Resolves with how
 * many were started, all of which have ended by then.
 */
export async function runBounded<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
  mayStart: () => boolean = () => true,
): Promise<number> {
  const queue = items.values();
  let started = 0;
  let failed = false;

  async function runWorker(): Promise<void> {
    while (!failed && mayStart()) {
      const next = queue.next();
      if (next.done) return;
      started += 1;
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runWorker));
  return started;
}
