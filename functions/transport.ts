import { sweep, type SweepReply } from './cores/sweep';
import { broadcast, HEARTBEAT_ANSWER, isHeartbeat, type BroadcastReply } from './cores/transport';
import { parseTransport } from './invocation/parse-event';
import { runInvocation, type Reply } from './invocation/run-invocation';
import { openPushBack } from './push-back/open-push-back';
import { openRegistry } from './registry/open-registry';

/**
 * Runs for each frame of a client (583/32553): sends it to everybody else. An operator may have it
 * remove stale connections as well.
 */
export function main_handler(
  event: unknown,
  context: unknown,
): Promise<Reply | BroadcastReply | SweepReply> {
  return runInvocation<Reply | BroadcastReply | SweepReply>(
    'transport',
    context,
    async (invocation) => {
      const request = parseTransport(event);
      if (request.action !== 'sweep' && isHeartbeat(request)) return HEARTBEAT_ANSWER;
      const ports = {
        ...invocation,
        registry: openRegistry(invocation),
        pushBack: openPushBack(invocation),
      };
      return request.action === 'sweep' ? sweep(ports) : broadcast(request, ports);
    },
  );
}
