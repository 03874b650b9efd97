import { zip } from '../../infra/bundle/zip';
import { systemClock } from '../../gateway/engine/clock';
import {
  createFunctionRuntime,
  type FunctionRuntime,
  type FunctionRuntimeOptions,
} from '../../localcloud/runtime/function-runtime';
import type { FunctionDefinition } from '../../localcloud/runtime/invocation';
import type { LoadedFunction } from '../../localcloud/runtime/loaded-function';

export const DEFINITION: FunctionDefinition = {
  functionName: 'echo',
  namespace: 'default',
  handler: 'index.main_handler',
  runtime: 'Nodejs20.19',
  memoryMb: 128,
  // Much, since tests share the machine.
  timeoutSeconds: 20,
  environment: {},
  role: undefined,
};

/** Functions written in a test, zipped and run; `close` ends them all. */
export class FunctionsFromSource {
  readonly runtime: FunctionRuntime;

  constructor(options: Partial<FunctionRuntimeOptions> = {}) {
    this.runtime = createFunctionRuntime({
      clock: systemClock,
      region: 'ap-guangzhou',
      appId: '1250000000',
      uin: '100000000001',
      credentialsFor: (role) => {
        throw new Error(`no role is expected, yet ${role} is asked for`);
      },
      platformEnvironment: {},
      ...options,
    });
  }

  /** Loads `index.js` with this text. */
  async load(
    source: string,
    definition: Partial<FunctionDefinition> = {},
  ): Promise<LoadedFunction> {
    return this.runtime.load({ ...DEFINITION, ...definition }, await zip({ 'index.js': source }));
  }

  async close(): Promise<void> {
    await this.runtime.close();
  }
}
