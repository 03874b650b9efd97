import { spawnSync } from 'node:child_process';
import type { Finding } from './finding';

interface TestProgram {
  readonly name: string;
  /** Which tests need it. */
  readonly tests: string;
  readonly fix: string;
  /** Where it is, or which version it is; undefined where it is not. */
  readonly find: () => string | undefined;
}

/** Programs without which some tests are skipped; the tests say so as well. */
export function checkTestPrograms(chromium: string | undefined): Finding[] {
  const programs: readonly TestProgram[] = [
    {
      name: 'Chromium',
      tests: 'the tests of the page',
      fix: 'install Chromium or Chrome, or name one in CHROMIUM_PATH',
      find: () => chromium,
    },
    {
      name: 'redis-server',
      tests: 'the tests of a gateway on many machines',
      fix: 'install Redis',
      find: () => versionOf('redis-server'),
    },
    {
      name: 'caddy',
      tests: "the tests of a gateway's machine with a domain",
      fix: 'install Caddy',
      find: () => versionOf('caddy', 'version'),
    },
    {
      name: 'python3',
      tests: 'the tests of Python functions',
      fix: 'install Python 3',
      find: () => versionOf('python3'),
    },
  ];
  return programs.map(({ name, tests, fix, find }) => {
    const found = find();
    return {
      area: 'test programs',
      name,
      ...(found === undefined
        ? { isOk: false, detail: `not found; ${tests} are skipped`, fix }
        : { isOk: true, detail: found }),
    };
  });
}

/** The first version number that a program says it has when it is asked. */
function versionOf(program: string, question = '--version'): string | undefined {
  const { status, stdout, stderr } = spawnSync(program, [question], { encoding: 'utf8' });
  return status === 0 ? (/\d+(\.\d+)+/.exec(stdout + stderr)?.[0] ?? 'found') : undefined;
}
