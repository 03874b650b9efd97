import type { ConnectionState } from './connection';
import { NO_CLOSE_FRAME } from './connection';
import type { Texts } from './texts';

/** A connection's state in words; without the countdown, which changes every second. */
export function stateText(state: ConnectionState, texts: Texts): string {
  switch (state.name) {
    case 'connecting':
      return texts.connecting;
    case 'open':
      return texts.open;
    case 'waiting':
      return (
        (state.wasOpen ? texts.lost : texts.unreachable) +
        (state.code === NO_CLOSE_FRAME ? '' : texts.code(state.code))
      );
    case 'closed':
      return state.code === undefined
        ? texts.refused(state.reason)
        : texts.closed(state.code, state.reason);
  }
}
