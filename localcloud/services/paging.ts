import * as v from 'valibot';

/** The two parameters by which most lists are paged, with their documented default. */
export const OffsetAndLimit = {
  Offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 20),
};

/** The part of a list that an offset and a limit ask for. */
export function pageOf<Item>(
  items: readonly Item[],
  page: { Offset: number; Limit: number },
): Item[] {
  return items.slice(page.Offset, page.Offset + page.Limit);
}
