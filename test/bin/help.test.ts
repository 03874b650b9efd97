import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/program-under-mocks';
import { runCommand } from '../support/running-chat';

describe('scf-chat --help', () => {
  it('lists every command that a script or a document names', async () => {
    const { stdout } = await runCommand(['--help']);
    const texts = ['package.json', 'README.md', 'docs/page.md'].map((file) =>
      readFileSync(path.join(ROOT, file), 'utf8'),
    );
    const named = texts.join('\n').matchAll(/(?:node bin\/scf-chat|npx scf-chat) ([a-z]+)/g);
    const names = new Set([...named].map(([, name = '']) => name));
    expect(names.size).toBeGreaterThan(10);
    for (const name of names) expect(stdout).toMatch(new RegExp(`^  ${name}\\b.*  \\S`, 'm'));
  });
});
