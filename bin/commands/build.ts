import { buildFunctions } from '../../infra/bundle/functions';
import { buildGateway } from '../../infra/bundle/gateway';
import type { CommandContext } from '../context';

/** Writes the zips of the three functions and the gateway, and says where they are and how large. */
export async function build({ root }: CommandContext): Promise<void> {
  const [zips, gateway] = await Promise.all([buildFunctions(root), buildGateway(root)]);
  for (const { path, bundleBytes, zipBytes } of Object.values(zips)) {
    console.log(`${path}  ${kilobytes(bundleBytes)} bundled, ${kilobytes(zipBytes)} zipped`);
  }
  console.log(`${gateway.path}  ${kilobytes(gateway.bytes)}`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
