import { ErrNo } from '../../protocol/err-no';
import type { Connecting } from '../../protocol/events';
import type { Answer, Reply } from '../invocation/run-invocation';
import { connectionHash } from '../registry/key';
import type { Registry } from '../registry/registry';
import type { Access } from '../access/access';
import { chooseSubprotocol, offeredSubprotocols } from './subprotocol';

/** The reply that lets a client in (583/32553). */
export interface AcceptReply extends Reply {
  readonly websocket: Pick<Connecting, 'action' | 'secConnectionID' | 'secWebSocketProtocol'>;
}

/**
 * Stores a connection and accepts it, with at most one subprotocol and no extension. Rejects with
 * AccessError whom access control does not let in, and with RegistryError where it could not be
 * stored: nobody may come in whom no message would reach.
 */
export async function register(
  connecting: Connecting,
  { registry, access }: { readonly registry: Pick<Registry, 'add'>; readonly access: Access },
): Promise<Answer<AcceptReply>> {
  const { action, secConnectionID } = connecting;
  const offered = offeredSubprotocols(connecting.secWebSocketProtocol);
  await access.check(offered);
  await registry.add(secConnectionID);
  const subprotocol = chooseSubprotocol(offered);
  return {
    reply: {
      errNo: ErrNo.ok,
      errMsg: 'ok',
      websocket: {
        action,
        secConnectionID,
        ...(subprotocol !== undefined && { secWebSocketProtocol: subprotocol }),
      },
    },
    level: 'info',
    fields: { connection: connectionHash(secConnectionID) },
  };
}
