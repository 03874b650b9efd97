import type { FunctionOutcome, Functions } from '../../gateway/engine/ports';
import type { FunctionRole } from '../../protocol/events';

/** An event as a function would get it: written as JSON and read again. */
export interface ReceivedEvent {
  readonly requestContext?: Readonly<Record<string, unknown>>;
  readonly websocket: Readonly<Record<string, unknown>>;
}

type Script = (event: ReceivedEvent) => FunctionOutcome | Promise<FunctionOutcome>;

export const SUCCEEDED: FunctionOutcome = { ok: true, value: null };
export const ACCEPTED: FunctionOutcome = { ok: true, value: { errNo: 0, errMsg: 'ok' } };

/** Three functions that keep what they were called with and answer as a test tells them to. */
export class ScriptedFunctions implements Functions {
  readonly calls: { readonly role: FunctionRole; readonly event: ReceivedEvent }[] = [];
  readonly #scripts: Record<FunctionRole, Script> = {
    register: () => ACCEPTED,
    transport: () => SUCCEEDED,
    cleanup: () => SUCCEEDED,
  };

  invoke(role: FunctionRole, event: object): Promise<FunctionOutcome> {
    const received = JSON.parse(JSON.stringify(event)) as ReceivedEvent;
    this.calls.push({ role, event: received });
    return Promise.resolve(this.#scripts[role](received));
  }

  /** From now on this role answers so. */
  script(role: FunctionRole, script: Script): void {
    this.#scripts[role] = script;
  }

  /** From now on calls of this role wait until the returned function is called. */
  hold(role: FunctionRole, outcome: FunctionOutcome = SUCCEEDED): () => void {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.script(role, () => released.then(() => outcome));
    return release;
  }

  events(role: FunctionRole): ReceivedEvent[] {
    return this.calls.filter((call) => call.role === role).map((call) => call.event);
  }
}
