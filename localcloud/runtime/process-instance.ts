import { type ChildProcess, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { systemEnvironment } from '../system-environment';
import type { Call, CallOutcome, CallReport, Instance, InstanceSettings } from './instance';
import type { HostMessage, InstanceMessage } from './instance-messages';
import type { InstanceProgram } from './instance-programs';
import { OUTPUT_LIMIT } from './limits';

/** How Node ends where V8's heap is full: by abort(), which Windows knows as an exit code only. */
const ABORT_SIGNAL = 'SIGABRT';
const ABORT_EXIT_CODE = 134;

/**
 * Starts an instance in a process of its own. For Node.js a worker thread would start sooner, but
 * V8 aborts the whole process where one large allocation, such as a table that grows, meets a
 * thread's heap limit.
 */
export function startProcessInstance(
  program: InstanceProgram,
  settings: InstanceSettings,
): Instance {
  return new ProcessInstance(program, settings);
}

class ProcessInstance implements Instance {
  readonly loaded: Promise<CallReport | undefined>;
  readonly ended: Promise<void>;
  readonly #process: ChildProcess;
  #endOfLoading: (failure: CallReport | undefined) => void = () => undefined;
  #endOfCall: ((report: CallReport) => void) | undefined;
  /** Why it ended or is ending. */
  #death: CallOutcome | undefined;
  #uncaught: CallOutcome | undefined;
  #output = '';
  #memoryBytes = 0;

  constructor({ command, args }: InstanceProgram, settings: InstanceSettings) {
    this.#process = spawn(command, args, {
      cwd: dirname(settings.handlerFile),
      // The function's own is set inside, where Node does not take NODE_OPTIONS from it.
      env: systemEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      windowsHide: true,
    });
    this.loaded = new Promise((resolve, reject) => {
      this.#endOfLoading = resolve;
      this.#process.on('error', reject);
    });
    this.ended = this.#ending();
    this.#process.on('message', (message: InstanceMessage) => {
      this.#receive(message);
    });
    this.#send({ type: 'load', settings });
  }

  get isAlive(): boolean {
    return this.#death === undefined;
  }

  run(call: Call): Promise<CallReport> {
    if (this.#death !== undefined) return Promise.resolve(this.#report(this.#death));
    return new Promise((resolve) => {
      this.#endOfCall = resolve;
      this.#process.ref();
      this.#process.channel?.ref();
      this.#send({ type: 'call', call });
    });
  }

  end(): Promise<void> {
    this.#kill({ type: 'ended' });
    return this.ended;
  }

  async #ending(): Promise<void> {
    if (this.#process.pid === undefined) {
      this.#death = { type: 'ended' };
      return;
    }
    // What it sent before it died is still to be read when the exit is seen.
    const disconnected = new Promise((resolve) => this.#process.once('disconnect', resolve));
    const exit = await new Promise<CallOutcome>((resolve) => {
      this.#process.once('exit', (exitCode, signal) => {
        resolve(outcomeOfExit(exitCode, signal));
      });
    });
    await disconnected;
    this.#die(this.#uncaught ?? exit);
  }

  /** A process that is gone shows by its exit, so a message that cannot be sent is no news. */
  #send(message: HostMessage): void {
    this.#process.send(message, () => undefined);
  }

  #receive(message: InstanceMessage): void {
    if ('memoryBytes' in message) this.#memoryBytes = message.memoryBytes;
    switch (message.type) {
      case 'output':
        if (this.#output.length < OUTPUT_LIMIT) this.#output += message.text;
        return;
      case 'loaded':
        this.#rest();
        this.#endOfLoading(undefined);
        return;
      case 'not loaded':
        this.#kill(message.outcome);
        return;
      case 'call ended':
        this.#settle(message.outcome);
        return;
      case 'over memory limit':
        this.#kill({ type: 'out of memory' });
        return;
      case 'uncaught':
        this.#uncaught = message.outcome;
        return;
    }
  }

  #kill(cause: CallOutcome): void {
    this.#die(cause);
    this.#process.kill('SIGKILL');
    // Whoever waits for its end must live to see it.
    this.#process.ref();
  }

  #die(cause: CallOutcome): void {
    if (this.#death !== undefined) return;
    this.#death = cause;
    this.#settle(cause);
  }

  /** Hands the outcome to whoever waits: for the running call, else for the loading. */
  #settle(outcome: CallOutcome): void {
    const endOfCall = this.#endOfCall ?? this.#endOfLoading;
    this.#endOfCall = undefined;
    this.#rest();
    endOfCall(this.#report(outcome));
  }

  /** An idle instance alone does not keep the host alive. */
  #rest(): void {
    this.#process.unref();
    this.#process.channel?.unref();
  }

  #report(outcome: CallOutcome): CallReport {
    const output = this.#output;
    this.#output = '';
    return { outcome, output, memoryBytes: this.#memoryBytes };
  }
}

function outcomeOfExit(exitCode: number | null, signal: NodeJS.Signals | null): CallOutcome {
  if (signal === ABORT_SIGNAL || exitCode === ABORT_EXIT_CODE) return { type: 'out of memory' };
  return { type: 'exited', how: signal ?? `exit code ${exitCode ?? 'unknown'}` };
}
