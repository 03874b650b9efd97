import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../user-error';

/**
 * Writes a file below `dist/`, whole or not at all: other commands may be reading it.
 *
 * @param file relative to the project's root
 * @throws UserError when it cannot be written
 */
export async function writeToDist(
  root: string,
  file: string,
  content: string | Buffer,
): Promise<void> {
  const target = path.join(root, file);
  const beside = `${target}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(beside, content);
    await rename(beside, target);
  } catch (error) {
    throw new UserError(
      `dist/ cannot be written to: ${error instanceof Error ? error.message : String(error)}.\n` +
        'To fix it: let your user write there, or work in a copy of the project that you can write to.',
    );
  }
}
