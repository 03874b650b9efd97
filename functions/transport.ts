import { broadcast, HEARTBEAT_ANSWER, isHeartbeat, type BroadcastReply } from './cores/transport';
import { parseDataSend } from './invocation/parse-event';
import { runInvocation, type Reply } from './invocation/run-invocation';
import { openPushBack } from './push-back/open-push-back';
import { openRegistry } from './registry/open-registry';

/** Runs for each frame of a client (583/32553): sends it to everybody else. */
export function main_handler(event: unknown, context: unknown): Promise<Reply | BroadcastReply> {
  return runInvocation<Reply | BroadcastReply>('transport', context, async (invocation) => {
    const frame = parseDataSend(event);
    if (isHeartbeat(frame)) return HEARTBEAT_ANSWER;
    return broadcast(frame, {
      ...invocation,
      registry: openRegistry(invocation),
      pushBack: openPushBack(invocation),
    });
  });
}
