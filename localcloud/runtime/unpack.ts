import { createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as yauzl from 'yauzl';
import { FunctionCodeError } from './function-code-error';
import { BYTES_PER_MB, UNPACKED_LIMIT_BYTES } from './limits';

/**
 * Unpacks a function's zip into a new folder inside `parent` and returns that folder's path.
 * Rejects, leaving nothing behind, with a FunctionCodeError: UnreadableZip, PathEscapes, TooLarge
 * or HandlerFileMissing.
 */
export async function unpack(zip: Buffer, parent: string, handlerFile: string): Promise<string> {
  const folder = await mkdtemp(join(parent, 'code-'));
  try {
    await extract(zip, folder);
    await requireHandlerFile(folder, handlerFile);
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof FunctionCodeError) throw error;
    throw new FunctionCodeError(
      'UnreadableZip',
      `The code cannot be unpacked: ${String(error)}. It must be a whole zip file.`,
      { cause: error },
    );
  }
}

/** Rejects with a FunctionCodeError (HandlerFileMissing) where the folder has no such file. */
export async function requireHandlerFile(folder: string, handlerFile: string): Promise<void> {
  try {
    await access(join(folder, handlerFile));
  } catch (error) {
    throw new FunctionCodeError(
      'HandlerFileMissing',
      `The zip has no ${handlerFile} at its root, where the handler points. Zip the files themselves, not the folder they are in.`,
      { cause: error },
    );
  }
}

async function extract(zip: Buffer, folder: string): Promise<void> {
  // Names are decoded below: an error of yauzl's own check could not be told from its other errors.
  const archive = await yauzl.fromBufferPromise(zip, { lazyEntries: true, decodeStrings: false });
  const files: { readonly path: string; readonly entry: yauzl.Entry }[] = [];
  let unpackedBytes = 0;
  for await (const entry of archive.eachEntry()) {
    const path = pathOf(entry);
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > UNPACKED_LIMIT_BYTES) throw tooLarge();
    if (!path.endsWith('/')) files.push({ path, entry });
  }
  for (const { path, entry } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target));
  }
}

function pathOf(entry: yauzl.Entry): string {
  const path = yauzl.getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileNameRaw,
    entry.extraFields,
    false,
  );
  if (yauzl.validateFileName(path) === null) return path;
  throw new FunctionCodeError(
    'PathEscapes',
    `The zip holds "${path}", which leads out of the function's folder. Paths must be relative, without "..".`,
  );
}

function tooLarge(): FunctionCodeError {
  return new FunctionCodeError(
    'TooLarge',
    `The code is larger than ${UNPACKED_LIMIT_BYTES / BYTES_PER_MB} MB once unpacked, which is SCF's limit. Leave out what the function does not need.`,
  );
}
