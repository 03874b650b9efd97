import archiver from 'archiver';
import { buffer } from 'node:stream/consumers';

/** Before any file system's epoch trouble, and the same everywhere: ZIP stores no earlier year. */
const FIXED_DATE = new Date('1980-01-01T00:00:00Z');
const FILE_MODE = 0o644;

/** Zips files so that the same content always gives the same bytes: fixed order, time and mode. */
export async function zip(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = archiver('zip', { zlib: { level: 9 } });
  for (const name of Object.keys(files).sort()) {
    archive.append(files[name] ?? '', { name, date: FIXED_DATE, mode: FILE_MODE });
  }
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return bytes;
}
