import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Answer, InputOf, Operations, Request, ResultOf } from './operations';

/** Loads the TypeScript file named second by the loader named first. */
const LOAD = 'require(process.argv[1]).loadTypeScript(process.argv[2])';

/** A part of a benchmark in a process of its own, so that it takes no time from what is measured. */
export interface RunningProgram<Program extends Operations<Program>> {
  readonly pid: number;
  /** Rejects with the program's own error, or when it ends first. */
  ask<Name extends keyof Program & string>(
    operation: Name,
    input: InputOf<Program[Name]>,
  ): Promise<ResultOf<Program[Name]>>;
  stop(): Promise<void>;
}

type Settle = (answer: Answer) => void;

/**
 * Starts a TypeScript file that calls serveOperations.
 *
 * @param file relative to the project's root
 * @param nodeFlags for Node itself, e.g. `--expose-gc`
 */
export async function startProgram<Program extends Operations<Program>>(
  root: string,
  file: string,
  nodeFlags: readonly string[] = [],
): Promise<RunningProgram<Program>> {
  const loader = path.join(root, 'bin/load-typescript.js');
  const child = spawn(process.execPath, [...nodeFlags, '-e', LOAD, loader, path.join(root, file)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  await once(child, 'spawn');

  const waiting = new Map<number, Settle>();
  let asked = 0;
  child.on('message', (answer: Answer) => {
    waiting.get(answer.number)?.(answer);
    waiting.delete(answer.number);
  });
  void ended.then(() => {
    for (const [number, settle] of waiting) settle({ number, error: `${file} ended early.` });
  });

  return {
    pid: child.pid ?? 0,
    ask: (operation, input) =>
      new Promise((resolve, reject) => {
        const number = (asked += 1);
        waiting.set(number, (answer) => {
          if ('error' in answer) reject(new Error(answer.error));
          // The answering side is typed by the same Program.
          else resolve(answer.result as ResultOf<Program[typeof operation]>);
        });
        const request: Request<keyof Program> = { number, operation, input };
        child.send(request);
      }),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
