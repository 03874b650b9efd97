import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FunctionRole } from '../../protocol/events';
import type { FunctionFiles } from './function-files';

/** Another command may be about to upload what it has built before: how long that may take. */
const NEEDED_FOR_MS = 60 * 60 * 1000;

/** Removes what was built of earlier versions of a function, except what is from the last hour. */
export async function removeOldBuilds(
  root: string,
  role: FunctionRole,
  latest: FunctionFiles,
): Promise<void> {
  const isBuild = new RegExp(`^${role}-[0-9a-f]+\\.(zip|map)$`);
  const builds = (await readdir(path.join(root, 'dist')))
    .filter((name) => isBuild.test(name))
    .map((name) => `dist/${name}`);
  const old = builds.filter((file) => !Object.values(latest).includes(file));
  await Promise.all(old.map((file) => removeUnlessNew(path.join(root, file))));
}

async function removeUnlessNew(file: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > NEEDED_FOR_MS) await rm(file);
  } catch {
    // Another command has removed it; or it stays, and harms nobody.
  }
}
