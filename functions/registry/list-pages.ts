import { runBounded } from '../run-bounded';
import { planRanges, type KeyRange } from './list-ranges';

/** One answer of the store: keys in order, each with what the caller wants to know of it. */
export interface ListPage<Entry extends { readonly key: string }> {
  readonly entries: readonly Entry[];
  readonly truncated: boolean;
}

/** Reads the page after a marker, or the first one. */
export type FetchPage<Entry extends { readonly key: string }> = (
  after: string | undefined,
) => Promise<ListPage<Entry>>;

/**
 * Ranges read at the same time. COS lets all functions together list 1,000 times a second
 * (436/14518).
 */
export const LIST_CONCURRENCY = 16;

/**
 * Reads a whole list: one call for up to a page, about a call a page above that, most of them at
 * the same time. Rejects as soon as one page does, since half a list would leave members out.
 */
export async function listPages<Entry extends { readonly key: string }>(
  fetchPage: FetchPage<Entry>,
): Promise<Entry[]> {
  const first = await fetchPage(undefined);
  const entries = [...first.entries];
  const last = entries.at(-1);
  if (!first.truncated || !last) return entries;

  const ranges = planRanges({ lastKey: last.key, keyCount: entries.length });
  await runBounded(ranges, LIST_CONCURRENCY, async (range) => {
    for await (const page of pagesIn(range, fetchPage)) entries.push(...page);
  });
  return entries;
}

async function* pagesIn<Entry extends { readonly key: string }>(
  { after, before }: KeyRange,
  fetchPage: FetchPage<Entry>,
): AsyncGenerator<Entry[]> {
  let marker = after;
  for (;;) {
    const page = await fetchPage(marker);
    const inside = page.entries.filter((entry) => before === undefined || entry.key < before);
    yield inside;
    const last = inside.at(-1);
    if (!page.truncated || !last || inside.length < page.entries.length) return;
    marker = last.key;
  }
}
