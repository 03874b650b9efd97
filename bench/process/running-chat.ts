import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Ready } from '../../bin/reporters/reporter';

/** One line of `start --json`. */
export interface TimedLine {
  readonly event: string;
  /** When it came, in milliseconds since the process was started. */
  readonly atMs: number;
  /** Of a message: how many members it reached, of how many others. */
  readonly reached?: number;
  readonly others?: number;
  /** Of a message: how long transport took for it. */
  readonly durationMs?: number;
  /** Connections that are open now. */
  readonly open?: number;
  /** Why a connection was refused or closed, or what failed. */
  readonly reason?: string;
}

/** The chat as `npm start` runs it, on a free port. */
export interface RunningChat {
  readonly ready: Ready;
  readonly pid: number;
  /** On the clock of `performance`. */
  readonly startedAt: number;
  readonly lines: readonly TimedLine[];
  stop(): Promise<void>;
}

/** Starts a chat and waits until it is ready. */
export async function startChat(
  root: string,
  delays: { readonly pushBackMs: number; readonly cosMs: number },
): Promise<RunningChat> {
  const startedAt = performance.now();
  const delay = `push-back=${delays.pushBackMs},cos=${delays.cosMs}`;
  const child = spawn(
    process.execPath,
    [path.join(root, 'bin/scf-chat'), 'start', '--json', '--port', '0', '--delay', delay],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'close');
  const lines: TimedLine[] = [];
  const ready = await new Promise<Ready>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (json) => {
      const line = JSON.parse(json) as Omit<TimedLine, 'atMs'>;
      lines.push({ ...line, atMs: performance.now() - startedAt });
      if (line.event === 'ready') resolve(line as unknown as Ready);
    });
    void ended.then(() => reject(new Error('The chat ended before it was ready.')));
  });
  return {
    ready,
    pid: child.pid ?? 0,
    startedAt,
    lines,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}
