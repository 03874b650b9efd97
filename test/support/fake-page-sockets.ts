import type { Socket, SocketEvents } from '../../web/socket';

/** A socket of the page whose server's side a test plays. */
export class FakePageSocket implements Socket {
  readonly sent: string[] = [];
  /** What the browser would report as `bufferedAmount`. */
  bufferedBytes = 0;
  dropped = false;

  constructor(private readonly events: SocketEvents) {}

  send(text: string): void {
    this.sent.push(text);
  }

  drop(): void {
    this.dropped = true;
  }

  serverAccepts(): void {
    this.events.opened();
  }

  serverSends(data: string | Uint8Array): void {
    if (typeof data === 'string') this.events.text(data);
    else this.events.binary(data.byteLength);
  }

  /** Without a code it ends as lost connections and refused handshakes do, with 1006. */
  ends(code = 1006, reason = ''): void {
    this.events.closed(code, reason);
  }
}

/** Hands out fake sockets and remembers them. */
export class FakePageSockets {
  readonly all: FakePageSocket[] = [];
  /** Set it to have the browser refuse the next attempts with this message. */
  refusal: string | undefined;

  readonly openSocket = (events: SocketEvents): Socket => {
    if (this.refusal !== undefined) throw new Error(this.refusal);
    const socket = new FakePageSocket(events);
    this.all.push(socket);
    return socket;
  };

  get newest(): FakePageSocket {
    const socket = this.all.at(-1);
    if (!socket) throw new Error('The page has opened no socket.');
    return socket;
  }
}
