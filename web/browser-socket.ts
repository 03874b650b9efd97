import { CHAT_SUBPROTOCOL } from '../protocol/chat';
import type { OpenSocket } from './socket';

/**
 * Opens WebSockets to `url`, which offer the chat's subprotocol.
 *
 * @param credential the subprotocol by which the reader shows that they may come in, if any
 */
export function browserSockets(url: string, credential: string | undefined): OpenSocket {
  const subprotocols = [CHAT_SUBPROTOCOL, ...(credential === undefined ? [] : [credential])];
  return (events) => {
    const socket = new WebSocket(url, subprotocols);
    socket.binaryType = 'arraybuffer';
    const listening = new AbortController();
    const { signal } = listening;
    socket.addEventListener(
      'open',
      () => {
        events.opened();
      },
      { signal },
    );
    socket.addEventListener(
      'message',
      ({ data }: MessageEvent<string | ArrayBuffer>) => {
        if (typeof data === 'string') events.text(data);
        else events.binary(data.byteLength);
      },
      { signal },
    );
    socket.addEventListener(
      'close',
      ({ code, reason }) => {
        events.closed(code, reason);
      },
      { signal },
    );
    return {
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
      send: (text) => {
        socket.send(text);
      },
      drop: () => {
        listening.abort();
        socket.close();
      },
    };
  };
}
