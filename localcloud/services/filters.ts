import * as v from 'valibot';

/** Filters of a list, all of which must hold; a filter holds for any of its values. */
export const Filters = v.optional(
  v.array(v.strictObject({ Name: v.string(), Values: v.array(v.string()) })),
  [],
);
export type Filters = v.InferOutput<typeof Filters>;

/**
 * The items that all filters hold for. `valuesOf` says what an item has under each name; a name
 * that it does not know holds for nothing, since a filter that is ignored would show too much.
 *
 * @param inPart names of which a part of the value is enough
 */
export function filtered<Item>(
  items: readonly Item[],
  filters: Filters,
  valuesOf: (item: Item) => Readonly<Record<string, string>>,
  inPart: readonly string[] = [],
): Item[] {
  return items.filter((item) => {
    const values = valuesOf(item);
    return filters.every(({ Name, Values }) => {
      const value = values[Name];
      if (value === undefined) return false;
      return inPart.includes(Name)
        ? Values.some((part) => value.includes(part))
        : Values.includes(value);
    });
  });
}
