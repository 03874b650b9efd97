import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const DOCS = path.join(__dirname, '../../docs');
const TRANSLATIONS = readdirSync(DOCS).filter((name) => name.endsWith('.zh-CN.md'));

/** What both languages have in common: the levels of headings, code, and each table row's numbers. */
function outlineOf(page: string) {
  const code = [...page.matchAll(/^ *```\w+\n(.*?)^ *```$/gms)].map(([, text = '']) =>
    text.replace(/\s+# .*$/gm, ''),
  );
  const lines = page.split('\n');
  const headings = lines.flatMap((line) => /^#+(?= )/.exec(line)?.[0] ?? []);
  const rows = lines.filter((line) => line.startsWith('|'));
  return { headings, code, rows: rows.map((row) => row.match(/\d+([.,]\d+)*/g)?.sort() ?? []) };
}

describe('a page that there is in Chinese, too', () => {
  it.each(TRANSLATIONS)('is in step with %s', (chinese) => {
    const name = chinese.replace('.zh-CN', '');
    const [page, translation] = [name, chinese].map((file) =>
      readFileSync(path.join(DOCS, file), 'utf8'),
    );
    expect(outlineOf(translation ?? '')).toEqual(outlineOf(page ?? ''));
    expect(page).toContain(`[中文](${chinese})`);
    expect(translation).toContain(`[English](${name})`);
  });
});
