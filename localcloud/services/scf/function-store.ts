import type { Clock } from '../../../gateway/engine/clock';
import { randomText } from '../random-text';
import { checkSettings, definitionOf, type FunctionSettings } from './function-settings';
import type { FunctionRuntime, LoadedFunction } from './runtime-port';
import { ScfError } from './scf-error';
import type { ScfSnapshot } from './snapshot';

export type FunctionStatus = 'Creating' | 'Active' | 'Updating' | 'CreateFailed' | 'UpdateFailed';

/** A function of the account. Times in milliseconds. */
export interface ScfFunction {
  readonly functionId: string;
  readonly functionName: string;
  readonly namespace: string;
  readonly addTime: number;
  modTime: number;
  settings: FunctionSettings;
  /** Its code, as it was uploaded last. */
  zip: Buffer;
  status: FunctionStatus;
  /** Why creating or updating failed; empty otherwise. */
  statusReason: string;
  loaded: LoadedFunction | undefined;
  /** Settles when what goes on with the function is over; never rejects. */
  busy: Promise<void>;
}

/** 583/11637: functions in one namespace. */
const FUNCTIONS_MAX = 50;
/** The only namespace there is: none can be created here. */
export const DEFAULT_NAMESPACE = 'default';

/** The functions of the account and what becomes of them. */
export class FunctionStore {
  private readonly functions = new Map<string, ScfFunction>();

  constructor(
    private readonly clock: Clock,
    private readonly runtime: FunctionRuntime,
    private readonly mayAssume: (roleName: string) => boolean,
  ) {}

  list(): ScfFunction[] {
    return [...this.functions.values()];
  }

  find(functionName: string, namespace: string): ScfFunction | undefined {
    return namespace === DEFAULT_NAMESPACE ? this.functions.get(functionName) : undefined;
  }

  require(functionName: string, namespace: string): ScfFunction {
    checkNamespace(namespace);
    const found = this.functions.get(functionName);
    if (found) return found;
    throw new ScfError('ResourceNotFound.Function', `The function ${functionName} does not exist.`);
  }

  snapshot(): ScfSnapshot {
    return this.list().map(
      ({
        status: _status,
        statusReason: _reason,
        loaded: _loaded,
        busy: _busy,
        settings,
        ...kept
      }) => ({
        ...kept,
        settings: { ...settings, Variables: [...settings.Variables] },
      }),
    );
  }

  /** Takes over what an earlier cloud has left; resolves when the code has been unpacked. */
  async restore(functions: ScfSnapshot): Promise<void> {
    await Promise.all(functions.map((kept) => this.add(kept).busy));
  }

  /** The function is Creating until its code has been unpacked. */
  create(
    functionName: string,
    namespace: string,
    settings: FunctionSettings,
    zip: Buffer,
  ): ScfFunction {
    checkNamespace(namespace);
    if (this.functions.has(functionName)) {
      const message = `The function ${functionName} exists already.`;
      throw new ScfError('ResourceInUse.Function', message);
    }
    if (this.functions.size >= FUNCTIONS_MAX) {
      throw new ScfError('LimitExceeded.Function', 'A namespace holds at most 50 functions.');
    }
    this.check(settings);
    const now = this.clock.now();
    return this.add({
      functionId: `lam-${randomText()}`,
      functionName,
      namespace,
      addTime: now,
      modTime: now,
      settings,
      zip,
    });
  }

  /** The function is Updating until new calls get the new settings, and the new code if given. */
  update(target: ScfFunction, settings: FunctionSettings, zip?: Buffer): void {
    const { loaded } = target;
    if (target.status !== 'Active' && target.status !== 'UpdateFailed') {
      throw notNow(target);
    }
    this.check(settings);
    target.status = 'Updating';
    target.modTime = this.clock.now();
    target.settings = settings;
    if (zip) target.zip = zip;
    const definition = definitionOf(target.functionName, target.namespace, settings);
    this.settle(target, 'UpdateFailed', async () => loaded?.replace(definition, zip));
  }

  async delete(target: ScfFunction): Promise<void> {
    this.functions.delete(target.functionName);
    await target.busy;
    await target.loaded?.dispose();
  }

  private add(
    given: Omit<ScfFunction, 'status' | 'statusReason' | 'loaded' | 'busy'>,
  ): ScfFunction {
    const { functionName, namespace, settings, zip } = given;
    const added: ScfFunction = {
      ...given,
      status: 'Creating',
      statusReason: '',
      loaded: undefined,
      busy: Promise.resolve(),
    };
    this.functions.set(functionName, added);
    const definition = definitionOf(functionName, namespace, settings);
    this.settle(added, 'CreateFailed', async () => {
      added.loaded = await this.runtime.load(definition, zip);
    });
    return added;
  }

  private check(settings: FunctionSettings): void {
    checkSettings(settings);
    if (settings.Role !== '' && !this.mayAssume(settings.Role)) {
      throw new ScfError(
        'FailedOperation.QcsRoleNotFound',
        `There is no role ${settings.Role} that scf.qcloud.com may assume.`,
      );
    }
  }

  private settle(
    target: ScfFunction,
    onFailure: 'CreateFailed' | 'UpdateFailed',
    work: () => Promise<void>,
  ): void {
    target.busy = work().then(
      () => {
        target.status = 'Active';
        target.statusReason = '';
      },
      (error: unknown) => {
        target.status = onFailure;
        target.statusReason = error instanceof Error ? error.message : String(error);
      },
    );
  }
}

/** The answer where a function's status does not allow what was asked. */
export function notNow({ functionName, status }: ScfFunction): ScfError {
  return new ScfError(
    'FailedOperation.FunctionStatusError',
    `The function ${functionName} is ${status}, not Active.`,
  );
}

function checkNamespace(namespace: string): void {
  if (namespace !== DEFAULT_NAMESPACE) {
    throw new ScfError(
      'ResourceNotFound.Namespace',
      `The namespace ${namespace} does not exist; the local cloud has only "default".`,
    );
  }
}
