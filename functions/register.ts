import { accessFromEnvironment } from './access/access-from-environment';
import { register, type AcceptReply } from './cores/register';
import { parseConnecting } from './invocation/parse-event';
import { runInvocation, type Reply } from './invocation/run-invocation';
import { openRegistry } from './registry/open-registry';

/** Runs before a connection is accepted (583/32553): stores it, or refuses it. */
export function main_handler(event: unknown, context: unknown): Promise<Reply | AcceptReply> {
  return runInvocation('register', context, async (invocation) =>
    register(parseConnecting(event), {
      registry: openRegistry(invocation),
      access: accessFromEnvironment(invocation),
    }),
  );
}
