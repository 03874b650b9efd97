import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Clock } from '../../gateway/engine/clock';
import { credentialsEnvironment, instanceSettings, type Platform } from './function-environment';
import { parseHandler, type Handler, type Language } from './handler';
import type { Instance, InstanceSettings } from './instance';
import { InstancePool } from './instance-pool';
import type { FunctionDefinition, InvocationResult, RoleCredentials } from './invocation';
import {
  EVENT_TOO_LARGE,
  functionDeleted,
  refusedResult,
  tooManyInstances,
} from './invocation-result';
import { EVENT_LIMIT_BYTES } from './limits';
import { runCall } from './run-call';
import { requireHandlerFile, unpack } from './unpack';

export interface LoadedFunction {
  /** Live instances of all versions, those that are starting or ending too. */
  readonly instanceCount: number;
  /** Calls the function with an event, JSON text. What goes wrong in the function is a result. */
  invoke(event: string, options?: { readonly requestId?: string }): Promise<InvocationResult>;
  /**
   * Changes the definition and, with a zip, the code. Running calls end on the old, later ones use
   * the new. Rejects with a FunctionCodeError, and the old stays.
   */
  replace(definition: FunctionDefinition, zip?: Buffer): Promise<void>;
  /** Ends every instance, running calls too, and removes the code. */
  dispose(): Promise<void>;
}

/** What a function needs of the runtime it is loaded into. */
export interface FunctionHost {
  readonly clock: Clock;
  readonly platform: Platform;
  /** Where code is unpacked to. */
  readonly folder: string;
  /** Instances a function may have at a time. */
  readonly instanceCap: number;
  readonly whenBusy: 'wait' | 'refuse';
  credentialsFor(role: string): RoleCredentials;
  /** Throws a FunctionCodeError (UnsupportedRuntime) where functions of the language cannot run. */
  requireLanguage(language: Language): void;
  startInstance(settings: InstanceSettings): Instance;
  /** Told once a function is gone. */
  onDispose(): void;
}

/** Unpacks and checks the code; starts nothing. Rejects with a FunctionCodeError. */
export async function loadFunction(
  definition: FunctionDefinition,
  zip: Buffer,
  host: FunctionHost,
): Promise<LoadedFunction> {
  const codeFolder = await unpack(zip, host.folder, handlerOf(definition, host).file);
  return new VersionedFunction(host, makeVersion(definition, codeFolder, host));
}

/** Throws a FunctionCodeError. */
function handlerOf(definition: FunctionDefinition, host: FunctionHost): Handler {
  const handler = parseHandler(definition);
  host.requireLanguage(handler.language);
  return handler;
}

interface Version {
  readonly definition: FunctionDefinition;
  readonly codeFolder: string;
  readonly pool: InstancePool;
}

function makeVersion(
  definition: FunctionDefinition,
  codeFolder: string,
  host: FunctionHost,
): Version {
  const handler = parseHandler(definition);
  const settings = instanceSettings(definition, handler, codeFolder, host.platform);
  const pool = new InstancePool({
    clock: host.clock,
    cap: host.instanceCap,
    wait: host.whenBusy === 'wait',
    start: () => host.startInstance(settings),
  });
  return { definition, codeFolder, pool };
}

class VersionedFunction implements LoadedFunction {
  readonly #host: FunctionHost;
  /** The current version and those whose last calls are running. */
  readonly #versions: Set<Version>;
  #current: Version;
  #lastChange: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(host: FunctionHost, version: Version) {
    this.#host = host;
    this.#current = version;
    this.#versions = new Set([version]);
  }

  get instanceCount(): number {
    return [...this.#versions].reduce((sum, { pool }) => sum + pool.size, 0);
  }

  async invoke(
    event: string,
    { requestId = randomUUID() }: { readonly requestId?: string } = {},
  ): Promise<InvocationResult> {
    if (Buffer.byteLength(event) > EVENT_LIMIT_BYTES) {
      return refusedResult(requestId, EVENT_TOO_LARGE);
    }
    for (;;) {
      const { definition, pool } = this.#current;
      if (this.#disposed) return refusedResult(requestId, functionDeleted(definition));
      const lease = await pool.lease();
      switch (lease.type) {
        case 'busy':
          return refusedResult(requestId, tooManyInstances(definition, this.#host.instanceCap));
        case 'retired':
          continue;
        case 'instance':
          try {
            const call = { requestId, event, credentials: this.#credentials(definition) };
            return await runCall(lease, definition, call, this.#host.clock);
          } finally {
            pool.release(lease.instance);
          }
      }
    }
  }

  async replace(definition: FunctionDefinition, zip?: Buffer): Promise<void> {
    // One at a time, so that the last one asked for is the one that stays.
    const change = this.#lastChange.then(() => this.#replaceNow(definition, zip));
    this.#lastChange = change.catch(() => undefined);
    await change;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#lastChange;
    await Promise.all(
      [...this.#versions].map((version) => this.#drop(version, version.pool.end())),
    );
    this.#host.onDispose();
  }

  #credentials({ role }: FunctionDefinition): Record<string, string> {
    return role === undefined ? {} : credentialsEnvironment(this.#host.credentialsFor(role));
  }

  async #replaceNow(definition: FunctionDefinition, zip: Buffer | undefined): Promise<void> {
    if (this.#disposed) throw new Error(`The function ${definition.functionName} was disposed of.`);
    const { file } = handlerOf(definition, this.#host);
    const old = this.#current;
    if (zip === undefined) await requireHandlerFile(old.codeFolder, file);
    const codeFolder =
      zip === undefined ? old.codeFolder : await unpack(zip, this.#host.folder, file);
    this.#current = makeVersion(definition, codeFolder, this.#host);
    this.#versions.add(this.#current);
    void this.#drop(old, old.pool.retire());
  }

  /** Forgets a version once nothing of it runs, and its code where no other version uses that. */
  async #drop(version: Version, drained: Promise<void>): Promise<void> {
    await drained;
    this.#versions.delete(version);
    const inUse = [...this.#versions].some(({ codeFolder }) => codeFolder === version.codeFolder);
    if (!inUse) await rm(version.codeFolder, { recursive: true, force: true });
  }
}
