import { createHash } from 'node:crypto';
import type { FunctionRole } from '../../protocol/events';

/** Hex digits of the bundle's hash that go into the names. */
const HASH_LENGTH = 12;

/** What is built of a function, relative to the project's root. */
export interface FunctionFiles {
  readonly zip: string;
  /** The source map of the bundle in the zip. */
  readonly map: string;
}

/**
 * Where a function's bundle goes. The names hold a hash of the bundle and not of the zip, since
 * deflate differs between Node versions, and since the provider compares only the path.
 */
export function functionFiles(role: FunctionRole, code: string): FunctionFiles {
  const hash = createHash('sha256').update(code).digest('hex').slice(0, HASH_LENGTH);
  const name = `dist/${role}-${hash}`;
  return { zip: `${name}.zip`, map: `${name}.map` };
}
