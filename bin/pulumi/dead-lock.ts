import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { isRunning } from '../../localcloud/data/is-running';

const Lock = v.object({ pid: v.number(), hostname: v.string() });

/**
 * Removes the locks of a stack whose owners died without removing them: processes of this machine
 * that run no more, in a backend that is a folder. Any other lock is left to `pulumi cancel`.
 *
 * @returns how many there were
 */
export function removeDeadLocks(
  backendUrl: string | undefined,
  project: string,
  stack: string,
): number {
  if (!backendUrl?.startsWith('file:///')) {
    return 0;
  }
  const folder = path.join(fileURLToPath(backendUrl), '.pulumi/locks/organization', project, stack);
  const dead = filesIn(folder)
    .map((name) => path.join(folder, name))
    .filter(isDead);
  for (const file of dead) rmSync(file, { force: true });
  return dead.length;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nobody has ever locked the stack.
    return [];
  }
}

function isDead(file: string): boolean {
  try {
    const lock = v.parse(Lock, JSON.parse(readFileSync(file, 'utf8')));
    return lock.hostname === hostname() && !isRunning(lock.pid);
  } catch {
    // Gone by now, or nothing that says whose it is.
    return false;
  }
}
