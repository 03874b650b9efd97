import * as v from 'valibot';

const Offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const Limit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100));
const fromText = v.pipe(v.string(), v.digits(), v.transform(Number));

/** The two parameters by which most lists are paged, with their documented default. */
export const OffsetAndLimit = { Offset: v.optional(Offset, 0), Limit: v.optional(Limit, 20) };

/** The same for products some of whose lists take numbers and some text. */
export const OffsetAndLimitOrText = {
  Offset: v.optional(v.union([Offset, v.pipe(fromText, Offset)]), 0),
  Limit: v.optional(v.union([Limit, v.pipe(fromText, Limit)]), 20),
};

/** The part of a list that an offset and a limit ask for. */
export function pageOf<Item>(
  items: readonly Item[],
  page: { Offset: number; Limit: number },
): Item[] {
  return items.slice(page.Offset, page.Offset + page.Limit);
}
