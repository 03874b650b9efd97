import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { randomCredentials, randomUin } from '../account';
import { BlobFolder } from './blob-folder';
import { isRunning } from './is-running';
import { replaceFile } from './replace-file';

/** The user's folder cannot be used; the message says why and what to do. */
export class DataFolderError extends Error {}

const AccountFile = v.strictObject({
  version: v.literal(1),
  region: v.string(),
  uin: v.string(),
  credentials: v.strictObject({ secretId: v.string(), secretKey: v.string() }),
});

/** Whose data it is. */
export type StoredAccount = Omit<v.InferOutput<typeof AccountFile>, 'version'>;

const ACCOUNT = 'account.json';
const LOCK = 'lock';

/**
 * Where a local cloud keeps its state: one JSON file a service, each replaced as a whole, and each
 * piece of binary data in a file of its own. One cloud at a time may use it.
 */
export class DataFolder {
  private readonly blobs: BlobFolder;
  /** What each file holds, so that only changes are written. */
  private readonly written = new Map<string, string>();

  private constructor(
    private readonly folder: string,
    readonly account: StoredAccount,
  ) {
    this.blobs = new BlobFolder(path.join(folder, 'blobs'));
  }

  /**
   * Opens a folder, making it and an account of `region` when there is none.
   *
   * @throws DataFolderError when it is in use, holds something else, or cannot be written to
   */
  static open(folder: string, region: string): DataFolder {
    try {
      return DataFolder.openUsable(folder, region);
    } catch (cause) {
      if (cause instanceof DataFolderError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DataFolderError(
        `${folder} cannot be used: ${reason}.\nTo fix it: choose a folder that you can write to, or one that is not there yet.`,
        { cause },
      );
    }
  }

  private static openUsable(folder: string, region: string): DataFolder {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(path.join(folder, ACCOUNT)) && readdirSync(folder).length > 0) {
      throw new DataFolderError(
        `${folder} is not empty, and what is in it is not a local cloud's. Choose a new or an empty folder.`,
      );
    }
    lock(path.join(folder, LOCK));
    return new DataFolder(folder, accountOf(path.join(folder, ACCOUNT), region));
  }

  /**
   * What was written last under this name, if anything was.
   *
   * @throws DataFolderError when it cannot be read any more
   */
  read<Schema extends v.GenericSchema>(
    name: string,
    schema: Schema,
  ): v.InferOutput<Schema> | undefined {
    const file = path.join(this.folder, `${name}.json`);
    if (!existsSync(file)) return undefined;
    try {
      return v.parse(schema, this.blobs.parse(readFileSync(file, 'utf8')));
    } catch (cause) {
      throw damaged(file, cause);
    }
  }

  /** Replaces what was written under this name. */
  write(name: string, value: unknown): void {
    const json = this.blobs.stringify(value);
    if (json === this.written.get(name)) return;
    replaceFile(path.join(this.folder, `${name}.json`), json);
    this.written.set(name, json);
  }

  /** Deletes binary data that nothing needs any more; to be called when all has been read. */
  sweep(): void {
    this.blobs.sweep();
  }

  /** Lets another cloud use it. */
  release(): void {
    rmSync(path.join(this.folder, LOCK), { force: true });
  }
}

function accountOf(file: string, region: string): StoredAccount {
  if (!existsSync(file)) {
    const account = { region, uin: randomUin(), credentials: randomCredentials() };
    replaceFile(file, JSON.stringify({ version: 1, ...account }));
    return account;
  }
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const { version: _version, ...account } = v.parse(AccountFile, json);
    return account;
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function damaged(file: string, cause: unknown): DataFolderError {
  return new DataFolderError(
    `${file} is damaged, or was written by another version. Choose another folder, or delete this one to begin anew.`,
    { cause },
  );
}

function lock(file: string): void {
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (owner > 0 && isRunning(owner)) {
    throw new DataFolderError(
      `${path.dirname(file)} is in use by another local cloud, process ${owner}. End that one, or choose another folder. ` +
        `If that process is something else by now, delete ${file}.`,
    );
  }
  writeFileSync(file, String(process.pid));
}
