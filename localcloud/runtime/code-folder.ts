import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { isRunning } from '../data/is-running';

/** A container may share this folder with its host, where other processes have the same numbers. */
const PREFIX = `scf-chat-functions-${hostname()}-`;

/** A new folder for the code of functions, among the machine's temporary files. */
export function makeCodeFolder(): string {
  removeLeftBehind();
  return mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Those of processes that were killed before they could remove their own. */
function removeLeftBehind(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(PREFIX)
      ? /^(\d+)-/.exec(name.slice(PREFIX.length))?.[1]
      : undefined;
    if (owner === undefined || isRunning(Number(owner))) continue;
    try {
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's; it is theirs to remove.
    }
  }
}
