import { once } from 'node:events';
import type { ClientOptions, WebSocket } from 'ws';
import { createGateway } from '../../gateway/engine/create-gateway';
import type { Gateway, GatewayOptions } from '../../gateway/engine/gateway';
import type { GatewayEvent } from '../../gateway/engine/ports';
import { startListener, type Listener } from '../../gateway/server/listener';
import { FakeClock } from './fake-clock';
import { dial, type RecordingClient } from './recording-client';
import { ScriptedFunctions } from './scripted-functions';

/** The path clients use, the service's id and the path for push-backs. */
export const CLIENT_PATH = '/release/';
export const PUSH_BACK_PATH = '/api-1';

/** One API's gateway behind a listener on a free loopback port. */
export class ListeningGateway {
  readonly clock = new FakeClock();
  readonly functions = new ScriptedFunctions();
  readonly events: GatewayEvent[] = [];
  readonly gateway: Gateway;
  readonly #clients: WebSocket[] = [];
  #listener: Listener | undefined;

  constructor(options: Partial<GatewayOptions> = {}) {
    this.gateway = createGateway({
      functions: this.functions,
      clock: this.clock,
      observe: (event) => this.events.push(event),
      idleTimeoutMs: () => 15_000,
      ...options,
    });
  }

  get listener(): Listener {
    if (!this.#listener) throw new Error('not started');
    return this.#listener;
  }

  get origin(): string {
    return `127.0.0.1:${this.listener.port}`;
  }

  async start(): Promise<this> {
    const target = { gateway: this.gateway, serviceId: 'service-1', stage: 'release', path: '/' };
    this.#listener = await startListener({
      port: 0,
      route: {
        upgrade: (path) => (path === CLIENT_PATH ? target : undefined),
        pushBack: (path) => (path === PUSH_BACK_PATH ? this.gateway : undefined),
      },
    });
    return this;
  }

  /** Cuts everybody off. */
  async stop(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    await this.listener.close();
  }

  /** A client that has only begun to connect. */
  dial(subprotocols: string[] = [], options: ClientOptions = {}): RecordingClient {
    const client = dial(`ws://${this.origin}${CLIENT_PATH}`, subprotocols, options);
    this.#clients.push(client.webSocket);
    return client;
  }

  /** A client whose connection is open. */
  async join(subprotocols: string[] = [], options: ClientOptions = {}): Promise<RecordingClient> {
    const client = this.dial(subprotocols, options);
    await once(client.webSocket, 'open');
    return client;
  }

  /** The ids that register was asked about, in that order. */
  ids(): string[] {
    return this.functions
      .events('register')
      .map((event) => String(event.websocket['secConnectionID']));
  }

  /** Sends a push-back; answers its status and body. */
  async push(body: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`http://${this.origin}${PUSH_BACK_PATH}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }
}
