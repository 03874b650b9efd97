import { createRequire } from 'node:module';
import path from 'node:path';
import { CommandError } from '../command-error';
import { captureProgram, runProgram, type ProgramOutput } from '../run-program';

/** The Pulumi command line of the version that npm's wrapper names. */
export interface Engine {
  /** Runs it on this terminal; gives the exit code. */
  run(args: readonly string[]): Promise<number>;
  capture(args: readonly string[], input?: string): Promise<ProgramOutput>;
}

/** The part of npm's wrapper that finds the program, or downloads it. */
interface Wrapper {
  readonly resolve: () => Promise<string>;
}

/**
 * Finds Pulumi where npm's wrapper keeps it, and has the wrapper download it where it is not. It
 * is run directly, since the wrapper does not wait for it after a Ctrl-C.
 */
export async function findEngine(root: string): Promise<Engine> {
  const require = createRequire(path.join(root, 'package.json'));
  const { resolve } = require('pulumi/lib/resolve.js') as Wrapper;
  const program = await resolve().catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`Pulumi is not on this machine and cannot be downloaded: ${reason}`, {
      cause,
    });
  });
  // Windows may write it Path.
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const searched = [path.dirname(program), process.env[name] ?? ''].join(path.delimiter);
  const options = { cwd: root, environment: { ...process.env, [name]: searched } };
  return {
    run: (args) => runProgram(program, args, options),
    capture: (args, input) => captureProgram(program, args, options, input),
  };
}
