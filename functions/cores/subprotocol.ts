import { carriesSecret } from '../../protocol/access';
import { CHAT_SUBPROTOCOL } from '../../protocol/chat';

/** The subprotocols a client offers, from its comma-separated list. */
export function offeredSubprotocols(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/**
 * The one subprotocol to accept of those a client offers: the chat's own, else the first that
 * carries no secret, else none (RFC 6455 §4.2.2).
 */
export function chooseSubprotocol(offered: readonly string[]): string | undefined {
  return offered.includes(CHAT_SUBPROTOCOL)
    ? CHAT_SUBPROTOCOL
    : offered.find((name) => !carriesSecret(name));
}
