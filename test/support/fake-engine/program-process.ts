import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startProgramMonitor, type ProgramRequests } from './program-monitor';

export interface ProgramOptions {
  /** The project's root. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The stack's configuration, keys with their namespace. */
  readonly config: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
}

/**
 * Runs a Pulumi program as the language host does, in a process of its own.
 *
 * @throws Error with what the program logged when it does not succeed
 */
export async function runProgramProcess(
  { root, environment, config, dryRun }: ProgramOptions,
  requests: ProgramRequests,
): Promise<void> {
  const monitor = await startProgramMonitor(requests);
  try {
    const child = spawn(
      process.execPath,
      [
        require.resolve('@pulumi/pulumi/cmd/run'),
        ...['--monitor', monitor.address, '--engine', monitor.address],
        ...['--project', requests.project, '--stack', requests.stack],
        ...['--pwd', root, '--dry-run', String(dryRun), '.'],
      ],
      {
        env: {
          ...environment,
          PULUMI_CONFIG: JSON.stringify(config),
          PULUMI_CONFIG_SECRET_KEYS: '[]',
          PULUMI_NODEJS_TYPESCRIPT: 'true',
          // Types have been checked before any test runs; without this each run checks them again.
          PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0 || monitor.errors.length > 0) {
      throw new Error(
        `The program ended with ${code ?? 'a signal'}.\n${monitor.errors.join('\n')}`,
      );
    }
  } finally {
    monitor.close();
  }
}
