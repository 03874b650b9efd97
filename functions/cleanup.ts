import { disconnect, removeClosed, type CleanupReply } from './cores/cleanup';
import { parseCleanup } from './invocation/parse-event';
import { runInvocation, type Reply } from './invocation/run-invocation';
import { openPushBack } from './push-back/open-push-back';
import { openRegistry } from './registry/open-registry';

/**
 * Runs when a client closes its connection (583/32553), and when an operator wants a member's
 * closed: takes it out of the registry.
 */
export function main_handler(event: unknown, context: unknown): Promise<Reply | CleanupReply> {
  return runInvocation('cleanup', context, async (invocation) => {
    const request = parseCleanup(event);
    const registry = openRegistry(invocation);
    return request.action === 'closing'
      ? removeClosed(request, registry)
      : disconnect(request, { registry, pushBack: openPushBack(invocation) });
  });
}
