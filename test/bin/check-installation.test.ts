import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { checkInstallation } = require('../../bin/check-installation.js') as {
  readonly checkInstallation: (root: string) => string | undefined;
};

describe('an installation', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'installation-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function install(...files: string[]): void {
    for (const file of files) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), '');
    }
  }

  it('without dependencies is told to install them', () => {
    expect(checkInstallation(root)).toContain('To fix it: npm ci');
  });

  it('whose install step was skipped is told how to make up for it', () => {
    install('node_modules/esbuild/package.json');
    expect(checkInstallation(root)).toContain('--ignore-scripts');
    expect(checkInstallation(root)).toContain('npm rebuild @pulumi/tencentcloud');
  });

  it('that is complete is fine', () => {
    install('node_modules/esbuild/package.json', 'node_modules/@pulumi/tencentcloud/bin/index.js');
    expect(checkInstallation(root)).toBeUndefined();
  });
});
