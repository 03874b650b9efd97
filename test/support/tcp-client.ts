import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from './eventually';

/** A client that writes bytes, for what no WebSocket or HTTP library would send. */
export class TcpClient {
  readonly socket: Socket;
  received = '';
  isEnded = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => (this.received += chunk.toString('latin1')));
    socket.on('end', () => (this.isEnded = true));
    // A reset by the other side ends the exchange as well.
    socket.on('error', () => (this.isEnded = true));
  }

  static async connect(port: number): Promise<TcpClient> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new TcpClient(socket);
  }

  /** Sends lines with CRLF and an empty line after the last. */
  sendHead(...lines: string[]): void {
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  /** All that the other side sent until it closed. */
  async untilEnd(): Promise<string> {
    await eventually('the other side to close', () => this.isEnded);
    this.socket.destroy();
    return this.received;
  }
}

/** The bytes of a masked frame from a client (RFC 6455 §5.2), of less than 64 KiB. */
export function clientFrame(opcode: number, payload: Buffer, isFinal = true): Buffer {
  const length =
    payload.length < 126
      ? Buffer.from([0x80 | payload.length])
      : Buffer.from([0x80 | 126, payload.length >> 8, payload.length & 0xff]);
  // A mask of zeros leaves the payload readable.
  const mask = Buffer.alloc(4);
  return Buffer.concat([Buffer.from([(isFinal ? 0x80 : 0) | opcode]), length, mask, payload]);
}
