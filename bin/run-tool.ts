import { createRequire } from 'node:module';
import path from 'node:path';
import { runProgram } from './run-program';

/** A program of an installed package, as its package.json names it. */
export interface Tool {
  readonly package: string;
  readonly bin: string;
}

/**
 * Runs an installed package's program with this Node, without a shell.
 *
 * @returns its exit code; 1 when a signal ended it
 */
export function runTool(
  root: string,
  tool: Tool,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  const require = createRequire(path.join(root, 'package.json'));
  const script = path.join(path.dirname(require.resolve(`${tool.package}/package.json`)), tool.bin);
  return runProgram(process.execPath, [script, ...args], { cwd: root, environment });
}
