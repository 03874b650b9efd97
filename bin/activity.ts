import * as v from 'valibot';
import type { CloudEvent } from '../localcloud/cloud-event';
import type { FunctionRole } from '../protocol/events';
import { whyCallFailed, whyNotReached, whyPlatformFailed } from './function-failure';
import type { Activity } from './reporters/reporter';

/** What transport says of a broadcast; a heartbeat's answer has no counts. */
const BroadcastSchema = v.looseObject({
  online: v.number(),
  reached: v.number(),
  notReached: v.optional(v.number(), 0),
});

/** Turns what goes on in the local cloud into what happened to members, counting who is there. */
export class ActivityLog {
  private open = 0;
  private readonly roles: ReadonlyMap<string, string>;

  /** @param functions the name of the function in each role */
  constructor(functions: Readonly<Record<FunctionRole, string>>) {
    this.roles = new Map(Object.entries(functions).map(([role, name]) => [name, role]));
  }

  /** The activity that an event is, if it is one. */
  of(event: CloudEvent): Activity | undefined {
    switch (event.type) {
      case 'gateway':
        return this.ofConnection(event.event);
      case 'invocation':
        return this.ofInvocation(event);
      case 'fault':
        return this.failed(String(event.error));
      case 'api call':
      case 'cos request':
      case 'machine log':
        return undefined;
    }
  }

  private ofConnection(
    event: Extract<CloudEvent, { type: 'gateway' }>['event'],
  ): Activity | undefined {
    switch (event.type) {
      case 'connected':
        this.open += 1;
        return { type: 'connected', open: this.open, durationMs: event.durationMs };
      case 'closed':
        this.open -= 1;
        return { type: 'closed', open: this.open, reason: event.why };
      case 'refused':
        return {
          type: 'refused',
          open: this.open,
          reason: whyPlatformFailed(event.reason)?.reason ?? event.reason,
        };
      case 'message refused':
        return { type: 'refused', open: this.open, reason: `a message: ${event.reason}` };
      case 'function failed':
        // A call that has an id has been told of when it ended.
        return whyPlatformFailed(event.reason)
          ? undefined
          : this.failed(`${event.role}: ${event.reason}`);
      case 'message':
      case 'pushed':
        return undefined;
    }
  }

  private ofInvocation({
    functionName,
    result,
  }: Extract<CloudEvent, { type: 'invocation' }>): Activity | undefined {
    const role = this.roles.get(functionName);
    if (role === undefined) return undefined;
    const failure = whyCallFailed(result);
    if (failure !== undefined) return this.failed(`${role}: ${failure}`);
    if (role !== 'transport' || result.returnMessage === '') return undefined;
    const broadcast = v.safeParse(BroadcastSchema, JSON.parse(result.returnMessage));
    if (!broadcast.success) return undefined;
    const { reached, online, notReached } = broadcast.output;
    const reasons = [
      whyNotReached(result),
      notReached > 0 ? `${notReached} × no time left` : '',
    ].filter(Boolean);
    return {
      type: 'message',
      open: this.open,
      reached,
      others: online - 1,
      durationMs: result.durationMs,
      ...(reasons.length > 0 && { reason: reasons.join(', ') }),
    };
  }

  private failed(reason: string): Activity {
    return { type: 'failed', open: this.open, reason };
  }
}
