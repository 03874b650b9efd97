import pc from 'picocolors';
import { table } from '../../../bin/terminal/table';

describe('a table', () => {
  it('has columns as wide as what is in them, and no blanks at the ends of lines', () => {
    expect(
      table(
        ['What', 'Where'],
        [
          ['page', 'here'],
          ['a', 'there, far away'],
        ],
      ),
    ).toEqual(['What  Where', 'page  here', 'a     there, far away']);
  });

  it('counts colours for nothing', () => {
    const { bold } = pc.createColors(true);
    const [, colored = ''] = table(['What', 'Where'], [[bold('page'), 'here']]);
    expect(colored).toBe(`${bold('page')}  here`);
  });
});
