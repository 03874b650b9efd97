import { buildFunctions } from '../../infra/bundle/functions';
import type { CommandContext } from '../context';

/** Writes the zips of the three functions and says where they are and how large. */
export async function build({ root }: CommandContext): Promise<void> {
  const zips = await buildFunctions(root);
  for (const { path, bundleBytes, zipBytes } of Object.values(zips)) {
    console.log(`${path}  ${kilobytes(bundleBytes)} bundled, ${kilobytes(zipBytes)} zipped`);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
