import { createHash } from 'node:crypto';
import { compile } from './compile';
import { writeToDist } from './dist';

const SOURCE = 'gateway/server/main.ts';
const TARGET = 'dist/gateway.mjs';

/** What packages written for CommonJS need inside an ES module. */
const REQUIRE = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

/** Optional native parts of ws, which it does without. */
const OPTIONAL = ['bufferutil', 'utf-8-validate'];

/** The gateway as one file that needs nothing but Node.js. */
export interface GatewayBundle {
  /** Relative to the project's root. */
  readonly path: string;
  readonly bytes: number;
  /** Of its content, in hex. */
  readonly sha256: string;
}

/**
 * Bundles the gateway that people run themselves, and writes it to `dist/gateway.mjs`.
 *
 * @param root the project's root
 * @throws UserError when it does not compile, or cannot be written
 */
export async function buildGateway(root: string): Promise<GatewayBundle> {
  const code = await bundleGateway(root);
  await writeToDist(root, TARGET, code);
  const sha256 = createHash('sha256').update(code).digest('hex');
  return { path: TARGET, bytes: Buffer.byteLength(code), sha256 };
}

/** The text of that file; throws likewise. */
export function bundleGateway(root: string): Promise<string> {
  return compile(SOURCE, {
    absWorkingDir: root,
    entryPoints: [SOURCE],
    platform: 'node',
    target: 'node20',
    format: 'esm',
    banner: { js: REQUIRE },
    external: OPTIONAL,
    // Names of errors and functions are for people who read logs.
    keepNames: true,
  });
}
