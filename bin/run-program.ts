import { spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a program on this terminal, without a shell. Ctrl-C reaches it directly, and it alone
 * decides when it has ended; SIGTERM and SIGHUP are passed on.
 *
 * @returns its exit code; 1 when a signal ended it
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  { cwd, environment }: ProgramOptions,
): Promise<number> {
  const child = spawn(command, args, { cwd, env: environment, stdio: 'inherit' });
  const wait = () => undefined;
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  process.on('SIGINT', wait).on('SIGTERM', passOn).on('SIGHUP', passOn);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  } finally {
    process.off('SIGINT', wait).off('SIGTERM', passOn).off('SIGHUP', passOn);
  }
}

/** What a program had to say. */
export interface ProgramOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with `input` on its stdin, and gives what it has written. */
export function captureProgram(
  command: string,
  args: readonly string[],
  { cwd, environment }: ProgramOptions,
  input = '',
): Promise<ProgramOutput> {
  const child = spawn(command, args, { cwd, env: environment });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
