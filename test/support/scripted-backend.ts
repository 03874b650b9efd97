import type { FunctionOutcome } from '../../gateway/engine/ports';
import type { FunctionBackend } from '../../localcloud/services/apigateway/bound-functions';

/** Functions that agree to everything and tell by name who was called. */
export class ScriptedBackend implements FunctionBackend {
  /** `<namespace>/<name>: <action of the event>`, in order. */
  readonly calls: string[] = [];

  constructor(private readonly active: readonly string[]) {}

  isActive(functionName: string, namespace: string): boolean {
    return namespace === 'default' && this.active.includes(functionName);
  }

  call(functionName: string, namespace: string, event: object): Promise<FunctionOutcome> {
    const { websocket } = event as { websocket: { action: string } };
    this.calls.push(`${namespace}/${functionName}: ${websocket.action}`);
    return Promise.resolve({ ok: true, value: { errNo: 0, errMsg: 'ok', websocket } });
  }
}
