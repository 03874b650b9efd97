import { CHAT_SUBPROTOCOL } from '../../protocol/chat';

/**
 * The one subprotocol to accept of those a client offers, comma separated: the chat's own, else the
 * first, else none (RFC 6455 §4.2.2).
 */
export function chooseSubprotocol(offered: string | undefined): string | undefined {
  const names = (offered ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.includes(CHAT_SUBPROTOCOL) ? CHAT_SUBPROTOCOL : names[0];
}
