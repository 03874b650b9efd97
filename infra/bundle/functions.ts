import { FUNCTION_ROLES, type FunctionRole } from '../../protocol/events';
import { UserError } from '../user-error';
import { compileWithMap } from './compile';
import { writeToDist } from './dist';
import { functionFiles } from './function-files';
import { removeOldBuilds } from './old-builds';
import { zip } from './zip';

/** Largest zip that SCF takes inside a request (583/11637). */
const MAX_ZIP_BYTES = 50 * 1024 * 1024;

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
 * Bundles and zips the three functions into `dist/`, with the source map of each beside its zip,
 * and removes from there what nobody needs any more.
 *
 * @param root the project's root
 * @throws UserError when a function does not compile, its zip is too large for SCF, or
 * `dist/` cannot be written to
 */
export async function buildFunctions(root: string): Promise<Record<FunctionRole, FunctionZip>> {
  const bundles = await Promise.all(FUNCTION_ROLES.map((role) => bundleFunction(root, role)));
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
  readonly map: string;
}

async function bundleFunction(root: string, role: FunctionRole): Promise<FunctionBundle> {
  const source = `functions/${role}.ts`;
  const { code, map } = await compileWithMap(source, {
    absWorkingDir: root,
    entryPoints: [source],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  return { role, source, code, map };
}

async function zipFunction(
  root: string,
  { role, source, code, map }: FunctionBundle,
): Promise<FunctionZip> {
  const bytes = await zip({ 'index.js': code });
  if (bytes.length > MAX_ZIP_BYTES) {
    throw new UserError(
      `The zip of ${source} has ${bytes.length} bytes, and SCF takes at most ${MAX_ZIP_BYTES} in a request. Nothing was changed.\n` +
        'To fix it: import less.',
    );
  }
  const files = functionFiles(role, code);
  await Promise.all([writeToDist(root, files.zip, bytes), writeToDist(root, files.map, map)]);
  await removeOldBuilds(root, role, files);
  return { path: files.zip, bundleBytes: Buffer.byteLength(code), zipBytes: bytes.length };
}
