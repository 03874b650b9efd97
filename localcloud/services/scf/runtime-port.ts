import type { FunctionDefinition, InvocationResult } from '../../runtime/invocation';

/** What SCF needs of that which runs the functions. */
export interface FunctionRuntime {
  /** Unpacks a function, so that it can be called. Rejects when its zip cannot be used. */
  load(definition: FunctionDefinition, zip: Buffer): Promise<LoadedFunction>;
  close(): Promise<void>;
}

export interface LoadedFunction {
  /** Calls it with an event as JSON text. A call that fails is a result; nothing rejects. */
  invoke(eventJson: string, options?: { requestId?: string }): Promise<InvocationResult>;
  /** New calls run the new definition, and the new code if there is any. */
  replace(definition: FunctionDefinition, zip?: Buffer): Promise<void>;
  dispose(): Promise<void>;
}
