import { runTool } from '../run-tool';
import type { CommandContext } from '../context';
import { check } from './check';

/** Checks, then runs jest. */
export async function test(context: CommandContext, args: readonly string[]): Promise<void> {
  await check(context);
  const code = await runTool(context.root, { package: 'jest', bin: 'bin/jest.js' }, args);
  process.exitCode = process.exitCode === 1 || code !== 0 ? 1 : 0;
}
