import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Clock } from '../../gateway/engine/clock';
import { MachineError } from './machine';

export interface ProgramProcessOptions {
  /** What messages call it, e.g. `gateway`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** All the variables that it sees. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Hears each line that it logs. */
  readonly onLog: (line: string) => void;
  /** Resolves once it can be used; ends without, when the signal says that it never will be. */
  readonly untilReady: (child: ChildProcess, signal: AbortSignal) => Promise<unknown>;
}

/** Before a program that has ended is started again: RestartSec of the units. */
const RESTART_MS = 1_000;
/** Of what it says before it is ready, this much goes into the error. */
const LAST_WORDS = 2_000;

/** A program of a machine in a process, started again whenever it ends by itself, as systemd does. */
export class ProgramProcess {
  private child: ChildProcess | undefined;
  private isWanted = true;
  private lastWords = '';

  constructor(private readonly options: ProgramProcessOptions) {}

  /** The process that runs now; none while it has ended, since its id may be another's by then. */
  get pid(): number | undefined {
    return this.hasEnded ? undefined : this.child?.pid;
  }

  private get hasEnded(): boolean {
    return this.child?.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resolves once it can be used; rejects with a MachineError when it ends before. */
  async start(): Promise<void> {
    const { name, untilReady } = this.options;
    const child = this.spawn();
    const over = new AbortController();
    const ended = once(child, 'exit').then(() => false);
    const ready = untilReady(child, over.signal).then(() => true);
    const isReady = await Promise.race([ready, ended]);
    if (isReady) return;
    over.abort();
    this.isWanted = false;
    throw new MachineError(`The ${name} did not start: ${this.lastWords.trim()}`);
  }

  /** Asks it to end in good order and resolves once it has. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.isWanted = false;
    const { child } = this;
    if (child === undefined || this.hasEnded) return;
    child.ref();
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  private spawn(): ChildProcess {
    const { command, args, environment, clock, onLog } = this.options;
    const child = spawn(command, args, {
      env: environment,
      // What reads it learns that this cloud has ended, however it did.
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.child = child;
    child.on('error', () => undefined);
    child.stdout.resume();
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.lastWords = `${this.lastWords}${line}\n`.slice(-LAST_WORDS);
      onLog(line);
    });
    child.once('exit', () => {
      if (!this.isWanted) return;
      clock.after(RESTART_MS, () => {
        if (this.isWanted) this.spawn();
      });
    });
    return child;
  }
}
