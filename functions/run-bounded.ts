/**
 * Runs `work` for every item in order, at most `limit` at a time. Starts no more once `mayStart`
 * says no or a piece of work has failed; then rejects with the first failure. Resolves when all
 * that were started have ended.
 */
export async function runBounded<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
  mayStart: () => boolean = () => true,
): Promise<void> {
  const queue = items.values();
  let failed = false;

  async function runWorker(): Promise<void> {
    while (!failed && mayStart()) {
      const next = queue.next();
      if (next.done) return;
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runWorker));
}
