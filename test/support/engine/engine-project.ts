import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { announceCloud } from '../../../bin/announced-cloud';
import type { LocalCloud } from '../../../localcloud/local-cloud';
import { ProjectCopy } from '../project-copy';
import { killTree } from './kill-tree';

/** What became of a command of Pulumi's. */
export interface EngineRun {
  readonly code: number | null;
  /** All that it wrote, to both streams. */
  readonly output: string;
  /** What it says it did, e.g. `{ updated: 1, unchanged: 22 }`. */
  readonly resources: Readonly<Record<string, number>>;
}

/** A command of Pulumi's that runs. */
export interface RunningEngine {
  readonly ended: Promise<EngineRun>;
  /** Resolves once the output has this in it. */
  says(text: string): Promise<void>;
  /** Ends it and everything that it has started at once, as a machine does that loses its power. */
  kill(): Promise<void>;
}

/** A copy of the project with a Pulumi state of its own. */
export class EngineProject {
  readonly root: string;

  private constructor(
    private readonly copy: ProjectCopy,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly withPreviews: boolean,
  ) {
    this.root = copy.root;
  }

  /** @param withPreviews before each change, as people have them; each runs the program once more */
  static async create(
    environment: NodeJS.ProcessEnv = {},
    { withPreviews = false } = {},
  ): Promise<EngineProject> {
    const copy = await ProjectCopy.ofProject();
    const backend = path.join(copy.root, '.scf-chat/backend');
    await mkdir(backend, { recursive: true });
    const variables = {
      ...process.env,
      PULUMI_BACKEND_URL: pathToFileURL(backend).href,
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      // A third of a run's work would be to check the types again, which npm run check does.
      PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
      ...environment,
    };
    return new EngineProject(copy, variables, withPreviews);
  }

  /** From now on the stacks of the local cloud go to this one. */
  use(cloud: LocalCloud): void {
    announceCloud(this.root, cloud);
  }

  /**
   * Runs one of our Pulumi commands to its end: `up`, `refresh` and the like.
   *
   * @throws Error with all that it said where it does not succeed
   */
  async run(command: string, ...args: string[]): Promise<EngineRun> {
    const run = await this.start(command, ...args).ended;
    if (run.code !== 0) throw new Error(`It ended with ${run.code ?? 'a signal'}.\n${run.output}`);
    return run;
  }

  /** Runs one that must not succeed. */
  async runToFailure(command: string, ...args: string[]): Promise<EngineRun> {
    const run = await this.start(command, ...args).ended;
    if (run.code === 0) throw new Error(`It succeeded.\n${run.output}`);
    return run;
  }

  start(command: string, ...args: string[]): RunningEngine {
    const isLong = ['up', 'preview', 'refresh', 'destroy'].includes(command);
    const unattended = isLong ? ['--non-interactive', '--color', 'never'] : [];
    const changes = isLong && command !== 'preview';
    const yes = changes ? ['--yes', ...(this.withPreviews ? [] : ['--skip-preview'])] : [];
    return this.spawn(process.execPath, [
      path.join(this.root, 'bin/scf-chat'),
      command,
      ...yes,
      ...unattended,
      ...args,
    ]);
  }

  /** Runs any program in the project's folder. */
  spawn(program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): RunningEngine {
    const child = spawn(program, args, {
      cwd: this.root,
      env: { ...this.environment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return watch(child);
  }

  /** A stack's outputs, as `npm run outputs` gives them to scripts. */
  async outputs(stack: string): Promise<Readonly<Record<string, unknown>>> {
    const { output } = await this.run('outputs', '--stack', stack, '--json');
    return JSON.parse(output) as Record<string, unknown>;
  }

  edit(file: string, change: (text: string) => string): Promise<void> {
    return this.copy.edit(file, change);
  }

  remove(): Promise<void> {
    return this.copy.remove();
  }
}

function watch(child: ChildProcess): RunningEngine {
  let output = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = once(child, 'close').then(() => ({
    code: child.exitCode,
    output,
    resources: resourcesOf(output),
  }));
  return {
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (output.includes(text)) {
            listeners.delete(check);
            resolve();
          }
        };
        listeners.add(check);
        check();
        void ended.then(() => {
          reject(new Error(`It ended without saying ${text}:\n${output}`));
        });
      }),
    async kill() {
      if (child.pid !== undefined) killTree(child.pid);
      await ended;
    },
  };
}

/** The counts at the end: `    + 23 created`, `    5 unchanged`; of a preview `    + 23 to create`. */
function resourcesOf(output: string): Record<string, number> {
  const [, summary = ''] = output.split(/^(?=Resources:\n)/m).slice(-2);
  const lines = summary.split('\n').slice(1);
  const end = lines.findIndex((line) => !line.startsWith(' '));
  const counts = lines.slice(0, end).map((line) => /(\d+) (?:to )?([a-z]+)$/.exec(line) ?? []);
  return Object.fromEntries(
    counts.flatMap(([, count, what]) => (what === undefined ? [] : [[what, Number(count)]])),
  );
}
