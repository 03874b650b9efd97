import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FUNCTION_ROLES, type FunctionRole } from '../../protocol/events';
import { UserError } from '../user-error';
import { compile } from './compile';
import { zip } from './zip';

/** Largest zip that SCF takes inside a request (583/11637). */
const MAX_ZIP_BYTES = 50 * 1024 * 1024;
/** Hex digits of the bundle's hash that go into the zip's name. */
const HASH_LENGTH = 12;

/** One function, ready to be uploaded. */
export interface FunctionZip {
  /** Path of the zip, relative to the project's root: `dist/<role>-<hash>.zip`. */
  readonly path: string;
  /** Size of the bundled code, in bytes. */
  readonly bundleBytes: number;
  /** Size of the zip, in bytes. */
  readonly zipBytes: number;
}

/**
 * Bundles and zips the three functions into `dist/`. The name holds a hash of the bundle and not
 * of the zip, since deflate differs between Node versions, and since the provider compares only
 * the path.
 *
 * @param root the project's root
 * @throws UserError when a function does not compile, or its zip is too large for SCF
 */
export async function buildFunctions(root: string): Promise<Record<FunctionRole, FunctionZip>> {
  const bundles = await Promise.all(FUNCTION_ROLES.map((role) => bundleFunction(root, role)));
  await mkdir(path.join(root, 'dist'), { recursive: true });
  const zips = await Promise.all(bundles.map((bundle) => zipFunction(root, bundle)));
  return Object.fromEntries(FUNCTION_ROLES.map((role, at) => [role, zips[at]])) as Record<
    FunctionRole,
    FunctionZip
  >;
}

interface FunctionBundle {
  readonly role: FunctionRole;
  readonly source: string;
  readonly code: string;
}

async function bundleFunction(root: string, role: FunctionRole): Promise<FunctionBundle> {
  const source = `functions/${role}.ts`;
  const code = await compile(source, {
    absWorkingDir: root,
    entryPoints: [source],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  return { role, source, code };
}

async function zipFunction(
  root: string,
  { role, source, code }: FunctionBundle,
): Promise<FunctionZip> {
  const bytes = await zip({ 'index.js': code });
  if (bytes.length > MAX_ZIP_BYTES) {
    throw new UserError(
      `The zip of ${source} has ${bytes.length} bytes, and SCF takes at most ${MAX_ZIP_BYTES} in a request. Nothing was changed.\n` +
        'To fix it: import less.',
    );
  }
  const hash = createHash('sha256').update(code).digest('hex').slice(0, HASH_LENGTH);
  const zipPath = `dist/${role}-${hash}.zip`;
  await writeFile(path.join(root, zipPath), bytes);
  return { path: zipPath, bundleBytes: Buffer.byteLength(code), zipBytes: bytes.length };
}
