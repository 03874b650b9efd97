import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { compilePage, renderPage, type CompiledPage } from '../../infra/bundle/page';
import { CHAT_SUBPROTOCOL, formatBroadcast } from '../../protocol/chat';

const ROOT = path.join(__dirname, '../..');

/** Compiled once for all tests of a file. */
let compiled: Promise<CompiledPage> | undefined;

/** Serves the page, and plays the gateway and all other members for it. */
export class PageGateway {
  /** Text frames of all pages, oldest first. */
  readonly received: string[] = [];
  /** Headers of the requests for `elsewhere`. */
  readonly visits: http.IncomingHttpHeaders[] = [];
  /** The subprotocols that pages offered, one list a handshake. */
  readonly offered: string[][] = [];
  /** Handshakes it accepted. */
  handshakes = 0;
  /** Handshakes it did not. */
  refusals = 0;
  private readonly unanswered: Socket[] = [];
  private handshake: 'accepted' | 'refused' | 'unanswered' = 'accepted';
  private page = '';
  private readonly members = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has(CHAT_SUBPROTOCOL) ? CHAT_SUBPROTOCOL : false),
  });
  private readonly server = http.createServer((request, response) => {
    if (request.url === '/elsewhere') this.visits.push(request.headers);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(request.url === '/' ? this.page : '<!doctype html><title>elsewhere</title>');
  });

  private constructor() {
    this.server.on('upgrade', (request, socket: Socket, head) => {
      this.offered.push(request.headers['sec-websocket-protocol']?.split(/,\s*/) ?? []);
      if (this.handshake === 'unanswered') {
        this.unanswered.push(socket);
        return;
      }
      if (this.handshake === 'refused') {
        this.refusals += 1;
        socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
        return;
      }
      this.members.handleUpgrade(request, socket, head, (member) => this.joined(member));
    });
  }

  static async start({ heartbeatSeconds = 240, isPrivate = false } = {}): Promise<PageGateway> {
    const gateway = new PageGateway();
    gateway.server.listen(0, '127.0.0.1');
    await once(gateway.server, 'listening');
    compiled ??= compilePage(ROOT);
    gateway.page = renderPage(await compiled, {
      wsUrl: gateway.url.replace('http:', 'ws:'),
      heartbeatSeconds,
      isPrivate,
    });
    return gateway;
  }

  /** Where the page is. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The page as it is served. */
  get html(): string {
    return this.page;
  }

  /** Where a link may lead to. */
  get elsewhere(): string {
    return `${this.url}elsewhere`;
  }

  /** A message of another member to every page. */
  say(text: string, online = 2): void {
    this.send(formatBroadcast(text, online));
  }

  /** A frame to every page, as it is. */
  send(frame: string | Uint8Array): void {
    for (const member of this.members.clients) member.send(frame);
  }

  /** Ends every connection with a close frame. */
  close(code: number, reason: string): void {
    for (const member of this.members.clients) member.close(code, reason);
  }

  /** Cuts every connection and refuses new ones. */
  goAway(): void {
    this.handshake = 'refused';
    for (const member of this.members.clients) member.terminate();
  }

  comeBack(): void {
    this.handshake = 'accepted';
  }

  /** Leaves new handshakes without an answer. */
  fallSilent(): void {
    this.handshake = 'unanswered';
  }

  /** Reads no longer what pages send, so that it stays with them. */
  stopReading(): void {
    for (const member of this.members.clients) member.pause();
  }

  async stop(): Promise<void> {
    this.goAway();
    for (const socket of this.unanswered) socket.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private joined(member: WebSocket): void {
    this.handshakes += 1;
    member.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) this.received.push(data.toString());
    });
    // A page that is closed in the middle of a frame is no fault of the test's.
    member.on('error', () => undefined);
  }
}
