import type { ConnectionState } from './connection';
import type { Texts } from './language';

/** A connection's state in words; without the countdown, which changes every second. */
export function stateText(state: ConnectionState, texts: Texts): string {
  switch (state.name) {
    case 'connecting':
      return texts.connecting;
    case 'open':
      return texts.open;
    case 'waiting':
      return state.wasOpen ? texts.lost(state.code) : texts.unreachable(state.code);
    case 'closed':
      return state.code === undefined
        ? texts.refused(state.reason)
        : texts.closed(state.code, state.reason);
  }
}
