import type { ConnectionState } from './connection';
import { NO_CLOSE_FRAME } from './connection';
import type { Texts } from './texts';

/**
 * A connection's state in words; without the countdown, which changes every second.
 *
 * @param isPrivate whether only who brings a credential is let in: a browser does not tell why a
 *   handshake failed
 */
export function stateText(state: ConnectionState, texts: Texts, isPrivate = false): string {
  switch (state.name) {
    case 'connecting':
      return texts.connecting;
    case 'open':
      return texts.open;
    case 'waiting':
      return (
        notConnected(state.wasOpen, texts, isPrivate) +
        (state.code === NO_CLOSE_FRAME ? '' : texts.code(state.code))
      );
    case 'closed':
      return state.code === undefined
        ? texts.refused(state.reason)
        : texts.closed(state.code, state.reason);
  }
}

function notConnected(wasOpen: boolean, texts: Texts, isPrivate: boolean): string {
  if (wasOpen) return texts.lost;
  return isPrivate ? texts.unreachablePrivate : texts.unreachable;
}
