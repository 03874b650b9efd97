import { runTool } from '../run-tool';
import type { CommandContext } from '../context';

const CHECKS = [
  { name: 'types', tool: { package: 'typescript', bin: 'bin/tsc' }, args: [] },
  {
    name: 'types of the page',
    tool: { package: 'typescript', bin: 'bin/tsc' },
    args: ['-p', 'web'],
  },
  {
    name: 'types of the inspector',
    tool: { package: 'typescript', bin: 'bin/tsc' },
    args: ['-p', 'localcloud/inspector/page'],
  },
  {
    name: 'lint',
    tool: { package: 'eslint', bin: 'bin/eslint.js' },
    args: ['.', '--max-warnings', '0'],
  },
  {
    name: 'format',
    tool: { package: 'prettier', bin: 'bin/prettier.cjs' },
    args: ['--check', '--log-level', 'warn', '.'],
  },
] as const;

/** Types, lint and format at once; fails when any of them does. */
export async function check({ root }: CommandContext): Promise<void> {
  const results = await Promise.all(
    CHECKS.map(async ({ name, tool, args }) => ({ name, code: await runTool(root, tool, args) })),
  );
  for (const { name, code } of results) {
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  }
  if (results.some(({ code }) => code !== 0)) {
    process.exitCode = 1;
  }
}
