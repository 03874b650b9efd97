import * as v from 'valibot';
import type { CallBegun } from '../traffic';

export interface RunningCall {
  /** Of the timeline. */
  readonly entryId: number;
  readonly roleName: string;
  /** What the gateway's event asks for, such as `data send`; empty for other events. */
  readonly action: string;
  /** The connection that the event is about, if any. */
  readonly connections: readonly string[];
}

const GatewayEventSchema = v.looseObject({
  websocket: v.looseObject({
    action: v.string(),
    secConnectionID: v.optional(v.string()),
  }),
});

/** What a gateway's event says of itself; nothing of any other. */
export function describeEvent(event: string): Pick<RunningCall, 'action' | 'connections'> {
  let json: unknown;
  try {
    json = JSON.parse(event);
  } catch {
    json = undefined;
  }
  const parsed = v.safeParse(GatewayEventSchema, json);
  if (!parsed.success) return { action: '', connections: [] };
  const { action, secConnectionID } = parsed.output.websocket;
  return { action, connections: secConnectionID === undefined ? [] : [secConnectionID] };
}

/** The calls that run now, and which of them does something. */
export class RunningCalls {
  private readonly calls = new Map<string, RunningCall>();

  begin({ requestId, roleName, event }: CallBegun, entryId: number): void {
    this.calls.set(requestId, { entryId, roleName, ...describeEvent(event) });
  }

  /** Takes it off; undefined when it is none of these. */
  end(requestId: string): RunningCall | undefined {
    const call = this.calls.get(requestId);
    this.calls.delete(requestId);
    return call;
  }

  /** Who has asked COS as that role; undefined where several calls may have. */
  ofRole(roleName: string): RunningCall | undefined {
    return this.onlyOne((call) => call.roleName === roleName);
  }

  /** Who has pushed; register, alone of the three, has no push-back URL. */
  thatPushes(): RunningCall | undefined {
    return this.onlyOne(({ action }) => action !== 'connecting');
  }

  private onlyOne(mayBe: (call: RunningCall) => boolean): RunningCall | undefined {
    const candidates = [...this.calls.values()].filter(mayBe);
    return candidates.length === 1 ? candidates[0] : undefined;
  }
}
