import { spawnSync } from 'node:child_process';
import { CommandError } from '../command-error';
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
export function checkTestPrograms(findChromium: () => string | undefined): Finding[] {
  const programs: readonly TestProgram[] = [
    {
      name: 'Chromium',
      tests: 'the tests of the page',
      fix: 'install Chromium or Chrome, or name one in CHROMIUM_PATH',
      find: findChromium,
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
    const program = { area: 'test programs', name } as const;
    try {
      const found = find();
      return found === undefined
        ? { ...program, isOk: false, detail: `not found; ${tests} are skipped`, fix }
        : { ...program, isOk: true, detail: found };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const [detail = ''] = error.message.split('\n');
      return { ...program, isOk: false, detail, fix };
    }
  });
}

/** The first version number that a program says it has when it is asked. */
function versionOf(program: string, question = '--version'): string | undefined {
  const { status, stdout, stderr } = spawnSync(program, [question], { encoding: 'utf8' });
  return status === 0 ? (/\d+(\.\d+)+/.exec(stdout + stderr)?.[0] ?? 'found') : undefined;
}
