import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** `npm run cloud` in a process of its own. */
export interface CloudCommand {
  /** All that it has printed to stdout so far. */
  readonly output: string;
  /** Ctrl-C; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Starts it in a copy of the project; resolves once it has printed this. */
export async function startCloudCommand(
  root: string,
  args: readonly string[],
  announcement: string | RegExp,
  environment: NodeJS.ProcessEnv,
): Promise<CloudCommand> {
  const child = spawn(process.execPath, [path.join(root, 'bin/scf-chat'), 'cloud', ...args], {
    cwd: root,
    env: {
      ...process.env,
      PULUMI_BACKEND_URL: '',
      PULUMI_CONFIG_PASSPHRASE: undefined,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').then(() => child.exitCode);
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.search(announcement) !== -1) resolve();
    });
    void exited.then(() => reject(new Error(`It ended without saying it is ready.\n${errors}`)));
  });
  return {
    get output() {
      return output;
    },
    stop() {
      child.kill('SIGINT');
      return exited;
    },
  };
}
