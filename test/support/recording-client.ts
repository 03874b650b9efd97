import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

/** A WebSocket client that keeps what it got. */
export interface RecordingClient {
  readonly webSocket: WebSocket;
  /** Text as it is, binary as a buffer. */
  readonly frames: (string | Buffer)[];
  /** The close code, once it is closed. */
  closeCode: number | undefined;
  hasOpened: boolean;
}

/** A client that has only begun to connect. */
export function dial(
  url: string,
  subprotocols: readonly string[] = [],
  options: ClientOptions = {},
): RecordingClient {
  const webSocket = new WebSocket(url, [...subprotocols], options);
  const client: RecordingClient = {
    webSocket,
    frames: [],
    closeCode: undefined,
    hasOpened: false,
  };
  webSocket.on('open', () => (client.hasOpened = true));
  webSocket.on('message', (data, isBinary) => {
    client.frames.push(isBinary ? (data as Buffer) : (data as Buffer).toString('utf8'));
  });
  webSocket.on('close', (code) => {
    client.closeCode = code;
  });
  // A refusal shows as a closed client; tests look at that.
  webSocket.on('error', () => undefined);
  return client;
}

/** A client whose connection is open. Rejects where it is refused. */
export async function join(...args: Parameters<typeof dial>): Promise<RecordingClient> {
  const client = dial(...args);
  await once(client.webSocket, 'open');
  return client;
}
