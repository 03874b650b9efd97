import { stripVTControlCharacters } from 'node:util';

const GAP = '  ';

/** Lines of a table whose columns are as wide as they need to be; colours count for nothing. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => widthOf(row[column]))));
  return all.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join(GAP)
      .trimEnd(),
  );
}

function widthOf(text = ''): number {
  return stripVTControlCharacters(text).length;
}
