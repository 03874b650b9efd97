import { WebSocket } from 'ws';
import { systemClock } from '../../gateway/engine/clock';
import { Connection } from '../../web/connection';
import type { OpenSocket } from '../../web/socket';

const HEARTBEAT_MS = 60_000;

/** A client that comes back as the page does: by the page's own connection, over `ws`. */
export class ReturningClient {
  isOpen = false;
  /** How often it has come in. */
  opened = 0;
  /** How often it has asked to come in and was not let in. */
  refused = 0;
  #hasLeft = false;
  readonly #sockets = new Set<WebSocket>();
  readonly #connection: Connection;

  constructor(url: string) {
    this.#connection = new Connection(
      {
        openSocket: this.#openSocket(url),
        clock: {
          now: () => systemClock.now(),
          // The page's own would go on for as long as the page does, and keep the process alive.
          after: (ms, callback) =>
            systemClock.after(ms, () => {
              if (!this.#hasLeft) callback();
            }),
        },
        random: Math.random,
        heartbeatMs: HEARTBEAT_MS,
      },
      {
        stateChanged: ({ name }) => {
          this.isOpen = name === 'open';
          if (this.isOpen) this.opened += 1;
        },
        text: () => undefined,
        binary: () => undefined,
      },
    );
    this.#connection.connect();
  }

  /** Goes, and does not come back. */
  leave(): void {
    this.#hasLeft = true;
    for (const socket of this.#sockets) {
      socket.removeAllListeners('close');
      socket.terminate();
    }
  }

  #openSocket(url: string): OpenSocket {
    return (events) => {
      const socket = new WebSocket(url);
      let isIn = false;
      this.#sockets.add(socket);
      socket.on('open', () => {
        isIn = true;
        events.opened();
      });
      socket.on('error', () => undefined);
      socket.on('close', (code, reason) => {
        this.#sockets.delete(socket);
        if (!isIn) this.refused += 1;
        events.closed(code, reason.toString());
      });
      return {
        bufferedBytes: 0,
        send: (text) => socket.send(text),
        drop: () => socket.terminate(),
      };
    };
  }
}
