import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { replaceFile } from './replace-file';

/** Stands in JSON for a piece of binary data. */
const BLOB = '$blob';

/** Binary data, each piece in a file named by its SHA-256, so that none is written twice. */
export class BlobFolder {
  private readonly names = new WeakMap<Buffer, string>();
  private readonly used = new Set<string>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** JSON with its buffers replaced by what `parse` takes; they are on disk when this returns. */
  stringify(value: unknown): string {
    const replace = (buffer: Buffer) => ({ [BLOB]: this.put(buffer) });
    // A replacer that is a function gets the holder as `this`: the value itself is JSON by then.
    return JSON.stringify(value, function (this: Record<string, unknown>, key, json: unknown) {
      const original = this[key];
      return Buffer.isBuffer(original) ? replace(original) : json;
    });
  }

  /** The other way round. Throws when a piece is missing. */
  parse(json: string): unknown {
    return JSON.parse(json, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && BLOB in value
        ? this.get(String(value[BLOB]))
        : value,
    );
  }

  /** Deletes what neither `stringify` nor `parse` has met. */
  sweep(): void {
    for (const name of readdirSync(this.folder).filter((file) => !this.used.has(file))) {
      rmSync(path.join(this.folder, name));
    }
  }

  private get(name: string): Buffer {
    const buffer = readFileSync(path.join(this.folder, name));
    this.names.set(buffer, name);
    this.used.add(name);
    return buffer;
  }

  private put(buffer: Buffer): string {
    const name = this.names.get(buffer) ?? createHash('sha256').update(buffer).digest('hex');
    this.names.set(buffer, name);
    const file = path.join(this.folder, name);
    if (!this.used.has(name) && !existsSync(file)) replaceFile(file, buffer);
    this.used.add(name);
    return name;
  }
}
