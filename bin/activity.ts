import * as v from 'valibot';
import type { CloudEvent } from '../localcloud/cloud-event';
import type { Activity } from './reporters/reporter';

/** What transport says of a broadcast; a heartbeat's answer has no counts. */
const BroadcastSchema = v.looseObject({ online: v.number(), reached: v.number() });

/** Turns what goes on in the local cloud into what happened to members, counting who is there. */
export class ActivityLog {
  private open = 0;

  /** @param transport the name of the function that broadcasts */
  constructor(private readonly transport: string) {}

  /** The activity that an event is, if it is one. */
  of(event: CloudEvent): Activity | undefined {
    switch (event.type) {
      case 'gateway':
        return this.ofConnection(event.event);
      case 'invocation':
        return this.ofInvocation(event);
      case 'fault':
        return { type: 'failed', open: this.open, reason: String(event.error) };
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
        return { type: 'refused', open: this.open, reason: event.reason };
      case 'message refused':
        return { type: 'refused', open: this.open, reason: `a message: ${event.reason}` };
      case 'function failed':
        return { type: 'failed', open: this.open, reason: `${event.role}: ${event.reason}` };
      case 'message':
      case 'pushed':
        return undefined;
    }
  }

  private ofInvocation({
    functionName,
    result,
  }: Extract<CloudEvent, { type: 'invocation' }>): Activity | undefined {
    if (functionName !== this.transport || result.returnMessage === '') {
      return undefined;
    }
    const broadcast = v.safeParse(BroadcastSchema, JSON.parse(result.returnMessage));
    if (!broadcast.success) {
      return undefined;
    }
    const { reached, online } = broadcast.output;
    return {
      type: 'message',
      open: this.open,
      reached,
      others: online - 1,
      durationMs: result.durationMs,
    };
  }
}
