import type { CloudEvent } from '../../../localcloud/cloud-event';

/** What was asked of a cloud that it does not serve, and what it did wrong itself. */
export function unservedIn(events: readonly CloudEvent[]): CloudEvent[] {
  return events.filter(
    (event) =>
      event.type === 'fault' ||
      ('errorCode' in event && /InvalidAction|NotImplemented|Unknown/.test(event.errorCode ?? '')),
  );
}
