import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './program-under-mocks';

/**
 * Whether pages are written anew instead of compared: run the test that complains once more with
 * UPDATE_DOCS=1 before it.
 */
export const UPDATING = process.env['UPDATE_DOCS'] !== undefined;

/** Where in a page the generated part stands: behind these texts, up to another or to the end. */
export interface GeneratedPart {
  /** Relative to the project's root. */
  readonly page: string;
  /** One after the other, not side by side. */
  readonly before: readonly string[];
  readonly after?: string;
}

/** What the page has there. Throws when it has no such place. */
export function generatedPart(part: GeneratedPart): string {
  const { text, start, end } = find(part);
  return text.slice(start, end);
}

export function writeGeneratedPart(part: GeneratedPart, generated: string): void {
  const { file, text, start, end } = find(part);
  writeFileSync(file, `${text.slice(0, start)}\n${generated}\n${text.slice(end)}`);
  const prettier = path.join(ROOT, 'node_modules/prettier/bin/prettier.cjs');
  execFileSync(process.execPath, [prettier, '--write', '--log-level=warn', file]);
}

function find({ page, before, after }: GeneratedPart) {
  const file = path.join(ROOT, page);
  const text = readFileSync(file, 'utf8');
  let start = 0;
  for (const one of before) {
    start = indexOf(one, start) + one.length;
  }
  return { file, text, start, end: after === undefined ? text.length : indexOf(after, start) };

  function indexOf(wanted: string, from: number): number {
    const index = text.indexOf(wanted, from);
    if (index === -1) throw new Error(`${page} lacks ${JSON.stringify(wanted)}.`);
    return index;
  }
}
