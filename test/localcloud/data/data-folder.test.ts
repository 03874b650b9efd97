import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataFolder, DataFolderError } from '../../../localcloud/data/data-folder';

describe("a local cloud's data folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'data-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([['a file'], ['a file/below']])('refuses %s in words', (name) => {
    writeFileSync(path.join(folder, 'a file'), '');
    const open = () => DataFolder.open(path.join(folder, name), 'ap-guangzhou');
    expect(open).toThrow(DataFolderError);
    expect(open).toThrow(/a file.* cannot be used: .*\nTo fix it: /);
  });
});
