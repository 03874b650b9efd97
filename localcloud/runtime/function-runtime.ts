import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Clock } from '../../gateway/engine/clock';
import { makeCodeFolder } from './code-folder';
import type { Instance, InstanceSettings } from './instance';
import type { FunctionDefinition, RoleCredentials } from './invocation';
import { DEFAULT_INSTANCE_CAP } from './limits';
import { type LoadedFunction, loadFunction } from './loaded-function';
import { InstancePrograms } from './instance-programs';
import { startProcessInstance } from './process-instance';

export interface FunctionRuntimeOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly appId: string;
  readonly uin: string;
  /** Asked before each call, so that renewed credentials reach running instances. */
  credentialsFor(role: string): RoleCredentials;
  /** Set for every function; a function's own variable of the same name wins. */
  readonly platformEnvironment: Readonly<Record<string, string>>;
  /** Instances of one function at a time; 10 unless told. */
  readonly instanceCap?: number;
  /**
   * What a call meets when all instances are taken: it waits for one, outside its time-out, or is
   * refused with status 432. It waits unless told.
   */
  readonly whenBusy?: 'wait' | 'refuse';
}

/** Runs functions from their zips as SCF runs event functions. */
export interface FunctionRuntime {
  /** Unpacks and checks the code; starts nothing. Rejects with a FunctionCodeError. */
  load(definition: FunctionDefinition, zip: Buffer): Promise<LoadedFunction>;
  /** Ends every instance and removes every file. */
  close(): Promise<void>;
}

/** A runtime with a folder of its own among the machine's temporary files. */
export function createFunctionRuntime(options: FunctionRuntimeOptions): FunctionRuntime {
  const folder = makeCodeFolder();
  const programs = new InstancePrograms(folder);
  const instances = new Set<Instance>();
  const leaveNothing = () => {
    for (const instance of instances) void instance.end();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', leaveNothing);

  function startInstance(settings: InstanceSettings): Instance {
    const program = programs.programFor(settings.language, settings.memoryBytes);
    const instance = startProcessInstance(program, settings);
    instances.add(instance);
    void instance.ended.then(() => instances.delete(instance));
    return instance;
  }

  const functions = new Set<Promise<LoadedFunction>>();
  let closed = false;

  function load(definition: FunctionDefinition, zip: Buffer): Promise<LoadedFunction> {
    if (closed) return Promise.reject(new Error('The function runtime is closed.'));
    const forget = () => void functions.delete(loading);
    const loading = loadFunction(definition, zip, {
      clock: options.clock,
      platform: {
        region: options.region,
        appId: options.appId,
        uin: options.uin,
        environment: options.platformEnvironment,
      },
      folder,
      instanceCap: options.instanceCap ?? DEFAULT_INSTANCE_CAP,
      whenBusy: options.whenBusy ?? 'wait',
      credentialsFor: (role) => options.credentialsFor(role),
      requireLanguage: (language) => programs.check(language),
      startInstance,
      onDispose: forget,
    });
    functions.add(loading);
    loading.catch(forget);
    return loading;
  }

  async function close(): Promise<void> {
    closed = true;
    await Promise.allSettled([...functions].map(async (loading) => (await loading).dispose()));
    await rm(folder, { recursive: true, force: true });
    process.off('exit', leaveNothing);
  }

  return { load, close };
}
