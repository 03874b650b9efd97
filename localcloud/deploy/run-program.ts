import * as pulumi from '@pulumi/pulumi';
import { withDebugger } from './debugger';
import type { Inputs } from './resources/resource';

/** A Pulumi program, and what it is told of where it runs. */
export interface Program {
  readonly project: string;
  readonly stack: string;
  /** Keys with their namespace. */
  readonly config: Readonly<Record<string, string>>;
  /** Loads the program's module: outputs, or a function that gives them. */
  readonly load: () => unknown;
}

/** Who stands where the engine and the providers would be. */
export interface Engine {
  /** Answers a call of a data source. */
  call(token: string, inputs: Inputs): Promise<Record<string, unknown>>;
  /** Gives the state of a resource, once it is there; called when all of its inputs are known. */
  resource(type: string, name: string, inputs: Inputs): Promise<ResourceState>;
}

export interface ResourceState {
  readonly id: string;
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * Runs a Pulumi program in this process, one at a time.
 *
 * @returns the stack's outputs, plain
 * @throws the first failure, of the program or of the engine
 */
export function runProgram(program: Program, engine: Engine): Promise<Record<string, unknown>> {
  return withDebugger(() => runUnder(engine, program));
}

/** From now on the runtime does not complain at the end of the process about a run that is not over. */
export function abandonRun(): void {
  pulumi.runtime.terminateRpcs();
}

async function runUnder(engine: Engine, program: Program): Promise<Record<string, unknown>> {
  FirstFailure.ofLastRun?.stop();
  const failures = new FirstFailure();
  FirstFailure.ofLastRun = failures;

  pulumi.runtime.setAllConfig({ ...program.config });
  await pulumi.runtime.setMocks(
    {
      call: ({ token, inputs }) => failures.watch(engine.call(token, inputs as Inputs)),
      newResource: ({ type, name, inputs, custom }) =>
        custom === false
          ? { id: undefined, state: inputs as Inputs }
          : failures.watch(engine.resource(type, name, inputs as Inputs)),
    },
    program.project,
    program.stack,
    false,
  );
  const running = failures.watch(
    pulumi.runtime.runInPulumiStack(() => run(program.load())) as Promise<Record<string, unknown>>,
  );
  const outputs = await Promise.race([failures.first, running]);
  failures.stop();
  return outputs;
}

function run(module: unknown): Promise<unknown> {
  return Promise.resolve(typeof module === 'function' ? (module as () => unknown)() : module);
}

/**
 * The first failure of a run. A resource that cannot be made rejects outputs that nobody awaits;
 * Node would end the process for them, and with another error than the one that matters.
 */
class FirstFailure {
  /** A failed run goes on rejecting: this one listens until the next run does. */
  static ofLastRun: FirstFailure | undefined;
  /** What earlier runs have failed with, and may reject with again during the next one. */
  private static readonly known = new WeakSet();

  readonly first: Promise<never>;
  private readonly controller = new AbortController();
  private readonly fail = (error: unknown) => {
    const isObject = typeof error === 'object' && error !== null;
    if (isObject && FirstFailure.known.has(error)) return;
    if (isObject) FirstFailure.known.add(error);
    this.controller.abort(error);
  };

  constructor() {
    const { signal } = this.controller;
    this.first = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    this.first.catch(() => undefined);
    process.on('unhandledRejection', this.fail);
  }

  async watch<T>(result: Promise<T>): Promise<T> {
    try {
      return await result;
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  stop(): void {
    process.off('unhandledRejection', this.fail);
  }
}
