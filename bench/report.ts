import type { Spread } from './statistics';

/** One line of a result. The name of a value ends in its unit, e.g. `lastMs`. */
export type Row = Readonly<Record<string, Value | undefined>>;
export type Value = string | number | Spread;

const COLUMN_GAP = '  ';
/** Digits that a reader can do something with. */
const SIGNIFICANT_DIGITS = 3;

/** One JSON text, spreads as objects, numbers in full; values that were not measured are absent. */
export function formatJson(row: Row): string {
  return JSON.stringify(row);
}

/** Aligned columns below their names, in the order in which rows first have them. */
export function formatTable(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [names, ...rows.map((row) => names.map((name) => formatValue(row[name])))];
  const widths = names.map((_, column) =>
    Math.max(...lines.map((line) => cell(line, column).length)),
  );
  const isText = names.map((name) => rows.some((row) => typeof row[name] === 'string'));
  return lines
    .map((line) =>
      widths
        .map((width, column) =>
          isText[column] ? cell(line, column).padEnd(width) : cell(line, column).padStart(width),
        )
        .join(COLUMN_GAP)
        .trimEnd(),
    )
    .join('\n');
}

function cell(line: readonly string[], column: number): string {
  return line[column] ?? '';
}

function formatValue(value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatNumber(value);
  return `${formatNumber(value.median)} (${formatNumber(value.min)}–${formatNumber(value.max)})`;
}

function formatNumber(value: number): string {
  return Math.abs(value) >= 10 ** (SIGNIFICANT_DIGITS - 1)
    ? Math.round(value).toString()
    : Number(value.toPrecision(SIGNIFICANT_DIGITS)).toString();
}
