import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBrowser } from '../../bin/open-browser';
import { eventually } from '../support/eventually';

/** Only there is the opener a program that a test can stand in for. */
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('opening the browser', () => {
  const { PATH } = process.env;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'open-browser-'));
    process.env['PATH'] = folder;
  });
  afterEach(async () => {
    process.env['PATH'] = PATH;
    await rm(folder, { recursive: true });
  });

  it.each([
    ['there is no opener', undefined],
    ['the opener finds no browser', '#!/bin/sh\nexit 3\n'],
  ])('says so where %s', async (_, opener) => {
    if (opener !== undefined) {
      await writeFile(path.join(folder, 'xdg-open'), opener);
      await chmod(path.join(folder, 'xdg-open'), 0o755);
    }
    let failures = 0;
    openBrowser('http://127.0.0.1:1/', () => (failures += 1));
    await eventually('the failure', () => failures === 1);
  });
});
