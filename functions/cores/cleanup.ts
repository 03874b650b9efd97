import type { ConnectionId } from '../../protocol/connection-id';
import { ErrNo } from '../../protocol/err-no';
import type { Closing, Disconnect } from '../../protocol/events';
import { InvocationError } from '../invocation/invocation-error';
import type { Answer, Reply } from '../invocation/run-invocation';
import type { PushBack } from '../push-back/push-back';
import { connectionHash } from '../registry/key';
import type { Registry } from '../registry/registry';

export interface CleanupReply extends Reply {
  readonly websocket: {
    readonly action: (Closing | Disconnect)['action'];
    readonly secConnectionID: ConnectionId;
  };
}

/** The gateway could not be told to close a connection. */
export class DisconnectError extends InvocationError {
  override readonly name = 'DisconnectError';
  constructor(reason: string) {
    super(
      ErrNo.pushBackUnavailable,
      'The gateway could not be told to close the connection; please try again.',
      `closing was not pushed back: ${reason}`,
    );
  }
}

/**
 * Removes a connection that its client closes. The gateway knows already, so nothing is pushed
 * back. Rejects with RegistryError.
 */
export async function removeClosed(
  closing: Closing,
  registry: Pick<Registry, 'remove'>,
): Promise<Answer<CleanupReply>> {
  await registry.remove(closing.secConnectionID);
  return answer(closing);
}

/**
 * Closes a member's connection and removes it, since the gateway is not documented to run cleanup
 * for a close from this side (583/32553). One that the gateway does not know is removed all the
 * same. Rejects with DisconnectError, and leaves the member registered, where the gateway could not
 * be told; or with RegistryError.
 */
export async function disconnect(
  request: Disconnect,
  ports: { readonly registry: Pick<Registry, 'remove'>; readonly pushBack: Pick<PushBack, 'send'> },
): Promise<Answer<CleanupReply>> {
  const { secConnectionID } = request;
  const outcome = await ports.pushBack.send({ websocket: { action: 'closing', secConnectionID } });
  if (outcome.result === 'failed') throw new DisconnectError(outcome.reason);
  await ports.registry.remove(secConnectionID);
  return answer(request);
}

function answer({ action, secConnectionID }: Closing | Disconnect): Answer<CleanupReply> {
  return {
    reply: { errNo: ErrNo.ok, errMsg: 'ok', websocket: { action, secConnectionID } },
    level: 'info',
    fields: { action, connection: connectionHash(secConnectionID) },
  };
}
