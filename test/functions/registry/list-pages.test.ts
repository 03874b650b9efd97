import { HASH_SPACE, markerBefore } from '../../../functions/registry/key';
import {
  LIST_CONCURRENCY,
  listPages,
  type FetchPage,
} from '../../../functions/registry/list-pages';
import { Gate } from '../../support/gate';

interface Entry {
  readonly key: string;
}

/** Keys at these places of the hash space, in order. */
function entriesAt(hashes: readonly number[]): Entry[] {
  return hashes.map((hash, index) => ({ key: `${markerBefore(hash)}${index}` }));
}

/** Reads sorted entries in pages, and records the markers. */
function storeOf(entries: readonly Entry[], pageSize: number) {
  const markers: (string | undefined)[] = [];
  const fetchPage: FetchPage<Entry> = (after) => {
    markers.push(after);
    const rest = entries.filter(({ key }) => key > (after ?? ''));
    const page = { entries: rest.slice(0, pageSize), truncated: rest.length > pageSize };
    return Promise.resolve(page);
  };
  return { fetchPage, markers };
}

function evenly(count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((HASH_SPACE / count) * index));
}

describe('a list read in pages', () => {
  it('takes one call when one page holds it', async () => {
    const entries = entriesAt(evenly(10));
    const { fetchPage, markers } = storeOf(entries, 10);
    expect(await listPages(fetchPage)).toEqual(entries);
    expect(markers).toEqual([undefined]);
  });

  it('goes on within a range that holds more than a page', async () => {
    // The first page promises little, yet most keys crowd together after it.
    const crowd = Array.from({ length: 50 }, (_, index) => HASH_SPACE - 100 + index);
    const entries = entriesAt([...evenly(10).slice(0, 9), ...crowd]);
    const { fetchPage, markers } = storeOf(entries, 5);
    const listed = await listPages(fetchPage);
    expect(listed.map(({ key }) => key).sort()).toEqual(entries.map(({ key }) => key));
    expect(markers).toHaveLength(12);
  });

  it('throws away what a page holds past the end of its range', async () => {
    // Ranges are made for 900 keys and these hold fewer, so each page reaches into the next range.
    const entries = entriesAt(evenly(3_100));
    const { fetchPage } = storeOf(entries, 1_000);
    const listed = (await listPages(fetchPage)).map(({ key }) => key).sort();
    expect(listed).toEqual(entries.map(({ key }) => key));
  });

  it('has a bounded number of calls under way', async () => {
    const { fetchPage } = storeOf(entriesAt(evenly(30_000)), 1000);
    const gate = new Gate();
    const list = listPages(async (after) => {
      if (after !== undefined) await gate.enter();
      return fetchPage(after);
    });
    expect(await gate.releaseUntilEnd(list)).toHaveLength(30_000);
    expect(gate.mostWaiting).toBe(LIST_CONCURRENCY);
  });

  it('fails as a whole when one page does', async () => {
    const { fetchPage, markers } = storeOf(entriesAt(evenly(30_000)), 1000);
    const list = listPages((after) =>
      markers.length === 5 ? Promise.reject(new Error('page 6')) : fetchPage(after),
    );
    await expect(list).rejects.toThrow('page 6');
  });
});
