import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { makeCodeFolder } from '../../../localcloud/runtime/code-folder';

describe('the folder for the code of functions', () => {
  const mine = makeCodeFolder();
  afterAll(() => rmSync(mine, { recursive: true }));

  it('is removed later where its process was killed, and stays while that runs', () => {
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    const leftBehind = mine.replace(`-${process.pid}-`, `-${dead}-`);
    mkdirSync(leftBehind);
    const next = makeCodeFolder();
    expect([leftBehind, mine, next].map((folder) => existsSync(folder))).toEqual([
      false,
      true,
      true,
    ]);
    rmSync(next, { recursive: true });
  });
});
