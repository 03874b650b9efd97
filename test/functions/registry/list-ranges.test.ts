import { HASH_SPACE, markerBefore } from '../../../functions/registry/key';
import { planRanges } from '../../../functions/registry/list-ranges';

/** A first page of 1,000 keys that ends after this share of the hash space. */
function pageUpTo(share: number) {
  return { lastKey: `${markerBefore(Math.floor(HASH_SPACE * share) - 1)}eA`, keyCount: 1000 };
}

describe('the plan for the rest of a list', () => {
  it.each([
    ['1,001 members', 1_000 / 1_001, 1],
    ['2,000 members', 1 / 2, 2],
    ['9,500 members', 1_000 / 9_500, 10],
    ['95,000 members', 1_000 / 95_000, 105],
  ])('for %s has about as many ranges as pages are left', (_members, share, count) => {
    expect(planRanges(pageUpTo(share))).toHaveLength(count);
  });

  it('covers everything after the first page, without gap or overlap', () => {
    const page = pageUpTo(1 / 100);
    const ranges = planRanges(page);
    expect(ranges[0]?.after).toBe(page.lastKey);
    expect(ranges.at(-1)?.before).toBeUndefined();
    for (const [index, range] of ranges.slice(1).entries()) {
      expect(range.after).toBe(ranges[index]?.before);
      expect(range.after > (ranges[index]?.after ?? '')).toBe(true);
    }
  });

  it('makes ranges of the same size', () => {
    const markers = planRanges(pageUpTo(1 / 4)).slice(1);
    const starts = markers.map(({ after }) => parseInt(after.slice(-8), 16) / HASH_SPACE);
    expect(starts).toHaveLength(3);
    [7 / 16, 10 / 16, 13 / 16].forEach((start, index) => {
      expect(starts[index]).toBeCloseTo(start);
    });
  });

  it('stays small when the first keys stand close together', () => {
    expect(planRanges({ lastKey: 'connections/00000000eA', keyCount: 1000 })).toHaveLength(1000);
  });

  it('goes on to the end in one range when the last hash is the highest', () => {
    const lastKey = 'connections/ffffffffeA';
    expect(planRanges({ lastKey, keyCount: 1000 })).toEqual([{ after: lastKey }]);
  });

  it('goes on to the end in one range after a key that is not ours', () => {
    const lastKey = 'connections/stranger';
    expect(planRanges({ lastKey, keyCount: 1000 })).toEqual([{ after: lastKey }]);
  });
});
