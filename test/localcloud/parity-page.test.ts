import { generatedPart, UPDATING, writeGeneratedPart } from '../support/generated-page';
import { apiParity, cosParity, formatParity } from '../support/parity/parity-table';

const TABLES = { page: 'docs/parity.md', before: ['<!-- generated -->\n'] };

describe('docs/parity.md', () => {
  it('shows every action and every request of COS as it is served and tested', () => {
    if (UPDATING) writeGeneratedPart(TABLES, formatParity());
    expect(withoutAlignment(generatedPart(TABLES))).toBe(withoutAlignment(formatParity()));
  });

  it('has nothing that is served and tested by nothing', () => {
    const untested = [...apiParity(), ...cosParity()].filter(
      ({ served, testedBy }) => served && testedBy.length === 0,
    );
    expect(untested).toEqual([]);
  });
});

/** The alignment of tables is prettier's affair. */
function withoutAlignment(markdown: string): string {
  return markdown.replaceAll(/ +\|/g, ' |').replaceAll(/-+ \|/g, '- |').trim();
}
