import type { FunctionDefinition, InvocationResult } from '../../localcloud/runtime/invocation';
import type { FunctionRuntime, LoadedFunction } from '../../localcloud/services/scf/runtime-port';

export const SUCCEEDED: InvocationResult = {
  requestId: '',
  status: 200,
  returnMessage: '{"done":true}',
  errorMessage: '',
  log: 'START\nEND\n',
  durationMs: 1.5,
  memoryBytes: 1024,
  coldStart: true,
};

/** Stands in for the running of functions: loads when it is told to and answers what it is told. */
export class ScriptedRuntime implements FunctionRuntime {
  /** What was loaded or replaced, in order. */
  readonly definitions: FunctionDefinition[] = [];
  readonly zips: (Buffer | undefined)[] = [];
  readonly events: string[] = [];
  disposed = 0;
  result: InvocationResult = SUCCEEDED;
  /** What loading and replacing wait for. */
  gate: Promise<void> = Promise.resolve();

  async load(definition: FunctionDefinition, zip: Buffer): Promise<LoadedFunction> {
    await this.take(definition, zip);
    return {
      invoke: (event, { requestId = '' } = {}) => {
        this.events.push(event);
        return Promise.resolve({ ...this.result, requestId });
      },
      replace: (next, code) => this.take(next, code),
      dispose: () => {
        this.disposed += 1;
        return Promise.resolve();
      },
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async take(definition: FunctionDefinition, zip: Buffer | undefined): Promise<void> {
    await this.gate;
    this.definitions.push(definition);
    this.zips.push(zip);
  }
}
