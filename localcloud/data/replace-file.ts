import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner may read, so that a crash leaves either the old or the new. */
export function replaceFile(file: string, content: string | Buffer): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
