import type { GatewayOptions } from '../../../gateway/engine/gateway';
import type { FunctionRole } from '../../../protocol/events';
import { eventually } from '../eventually';
import { dial, join, type RecordingClient } from '../recording-client';
import type { ReceivedEvent } from '../scripted-functions';
import { missingNeed, openTarget, type GatewayTarget, type Need } from './gateway-target';
import { findStatement, formatMarks } from './statements';

/** A gateway under test with the clients of one test. */
export class GatewayExchange {
  readonly #clients: RecordingClient[] = [];

  constructor(readonly target: GatewayTarget) {}

  /** A client that has only begun to connect. */
  dial(...args: DropFirst<Parameters<typeof dial>>): RecordingClient {
    const client = dial(this.target.wsUrl, ...args);
    this.#clients.push(client);
    return client;
  }

  /** A client whose connection is open, and its id. */
  async join(
    ...args: DropFirst<Parameters<typeof dial>>
  ): Promise<RecordingClient & { readonly id: string }> {
    const known = this.registered().length;
    const client = await join(this.target.wsUrl, ...args);
    this.#clients.push(client);
    const id = String(this.registered()[known]?.websocket['secConnectionID']);
    return Object.assign(client, { id });
  }

  /** What register was called with. */
  registered(): ReceivedEvent[] {
    return this.target.functions.events('register');
  }

  /**
   * The functions that were called for connections of this test, in order: another gateway may
   * still be calling cleanup for those of the test before.
   */
  called(): FunctionRole[] {
    const own = new Set(this.registered().map(({ websocket }) => websocket['secConnectionID']));
    return this.target.functions.calls
      .filter(({ event }) => own.has(event.websocket['secConnectionID']))
      .map(({ role }) => role);
  }

  /** What transport or cleanup was called with for this connection. */
  eventsOf(role: 'transport' | 'cleanup', { id }: { readonly id: string }): ReceivedEvent[] {
    return this.target.functions
      .events(role)
      .filter(({ websocket }) => websocket['secConnectionID'] === id);
  }

  /** Sends a push-back; the body is parsed where it is JSON. */
  async push(body: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(this.target.pushBackUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  /** Pushes text, which must reach the client. */
  async reach(client: RecordingClient & { readonly id: string }, data: string): Promise<void> {
    const answer = await this.push(dataSend(client.id, 'text', data));
    expect(answer).toMatchObject({ status: 200, body: { errNo: 0 } });
    await eventually('the pushed frame', () => client.frames.includes(data));
  }

  /** Pushes to an id that must not be known, which shows in the answer. */
  async expectUnknown(id: string): Promise<void> {
    const { status, body } = await this.push(dataSend(id, 'text', 'lost'));
    expect(status).toBe(this.target.unknownConnectionStatus);
    if (status === 200) expect(body).toMatchObject({ errNo: expect.any(Number) as number });
    if (status === 200) expect(body).not.toMatchObject({ errNo: 0 });
  }

  async end(): Promise<void> {
    for (const { webSocket } of this.#clients) webSocket.terminate();
    await this.target.close();
  }
}

type DropFirst<Args extends unknown[]> = Args extends [unknown, ...infer Rest] ? Rest : never;

/** The body of a push-back. */
export function dataSend(secConnectionID: unknown, dataType: string, data: string): object {
  return { websocket: { action: 'data send', secConnectionID, dataType, data } };
}

export function closing(secConnectionID: string): object {
  return { websocket: { action: 'closing', secConnectionID } };
}

export interface StatementOptions extends Pick<GatewayOptions, 'switches' | 'faults'> {
  readonly needs?: readonly Need[];
  /** The side of a switch that is tested, or the one case of several. */
  readonly when?: string;
}

/**
 * One test of a statement, against a gateway of its own or the one that the command names. Where
 * that one lacks something, the test is skipped and its name says what is needed. A test with
 * switches or faults is about our own gateway alone, since they cannot be set on another.
 */
export function gatewayStatement(
  number: number,
  { needs = ['functions'], when, ...options }: StatementOptions,
  run: (exchange: GatewayExchange) => Promise<void>,
): void {
  const { statement } = findStatement(number);
  const isOwn = options.switches !== undefined || options.faults !== undefined;
  const missing = missingNeed(isOwn ? [...needs, 'switches or faults'] : needs);
  const name = `${number} ${formatMarks(statement)} ${statement.text}${when ? ` (${when})` : ''}`;
  if (missing) {
    it.skip(`${name} NOT RUN: needs ${missing}`, () => undefined);
    return;
  }
  it(name, async () => {
    const exchange = new GatewayExchange(await openTarget(options));
    try {
      await run(exchange);
    } finally {
      await exchange.end();
    }
  });
}
