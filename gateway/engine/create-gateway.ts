import type { ConnectionId } from '../../protocol/connection-id';
import { ErrNo } from '../../protocol/err-no';
import { formatErrorFrame } from '../../protocol/error-frame';
import type { FunctionRole } from '../../protocol/events';
import { elapse } from './clock';
import { Connections, type Connection } from './connections';
import { closingEvent, connectingEvent, dataSendEvent, isWithin, type Handshake } from './events';
import { createDelivery } from './delivery';
import type { GatewayNode, GatewayOptions, HandshakeAnswer, SocketHandlers } from './gateway';
import { randomIds } from './ids';
import { DEFAULT_LIMITS, type Limits } from './limits';
import { MessageAllowance } from './message-allowance';
import type { ClientSocket, CloseReason, SocketEnd } from './ports';
import {
  answerBatch,
  answerOne,
  parsePush,
  type Delivery,
  type PushBackAnswer,
  type PushContent,
} from './push-back';
import { judgeRegistration } from './registration';
import { DEFAULT_SWITCHES, type Switches } from './switches';

/** A client that has asked to connect. */
interface Arrival {
  /** On the clock's uptime. */
  readonly askedAt: number;
  /** How often everybody had been given up by then. */
  readonly generation: number;
}

/** Makes the gateway of one API. */
export function createGateway(options: GatewayOptions): GatewayNode {
  return new EventModeGateway(options);
}

class EventModeGateway implements GatewayNode {
  readonly limits: Limits;
  readonly #options: GatewayOptions;
  readonly #switches: Switches;
  readonly #connections: Connections;
  /** Ids that register accepted and whose client has no 101 yet. */
  readonly #accepted = new Map<ConnectionId, Arrival>();
  /** How often everybody was given up. */
  #generation = 0;
  /** Clients whose register is running. */
  #registering = 0;
  #shutdown: Promise<void> | undefined;
  readonly deliver: GatewayNode['deliver'];

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#switches = { ...DEFAULT_SWITCHES, ...options.switches };
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#connections = new Connections({
      clock: options.clock,
      idleTimeoutMs: options.idleTimeoutMs,
      closeGraceMs: this.limits.closeGraceMs,
      onEnd: (id, why) => {
        this.#ended(id, why);
      },
    });
    this.deliver = createDelivery({
      connections: this.#connections,
      clock: options.clock,
      observe: options.observe,
      limits: this.limits,
      pushBackResetsIdle: this.#switches.pushBackResetsIdle,
    });
  }

  get connectionCount(): number {
    return this.#connections.count;
  }

  async connect(handshake: Handshake): Promise<HandshakeAnswer> {
    if (this.#shutdown) {
      return { accepted: false, status: 503, reason: 'the gateway is shutting down' };
    }
    const { clock, functions, observe, ids = randomIds } = this.#options;
    const arrival = { askedAt: clock.uptime(), generation: this.#generation };
    const id = ids.connectionId();
    if (this.#isFull) {
      const reason = 'the gateway is full';
      observe({ type: 'refused', id, reason });
      return { accepted: false, status: 503, reason };
    }
    const event = connectingEvent(id, ids.requestId(), handshake);
    this.#registering += 1;
    const outcome = await functions.invoke('register', event);
    this.#registering -= 1;
    const verdict = judgeRegistration(outcome, handshake.subprotocols);
    if (!verdict.accepted) {
      observe({ type: 'refused', id, reason: verdict.detail });
      return { accepted: false, status: this.#switches.refusalStatus, reason: verdict.reason };
    }
    this.#accepted.set(id, arrival);
    return { ...verdict, id };
  }

  open(id: ConnectionId, socket: ClientSocket): SocketHandlers {
    const { clock, observe } = this.#options;
    const arrival = this.#accepted.get(id);
    if (arrival === undefined) throw new Error('open needs an id that connect has just accepted');
    this.#accepted.delete(id);
    const connection = this.#connections.add(id, socket);
    observe({ type: 'connected', id, durationMs: clock.uptime() - arrival.askedAt });
    // Either may have come to pass while register ran.
    if (this.#shutdown) this.#connections.end(connection, 'shutdown');
    else if (arrival.generation < this.#generation) this.#connections.end(connection, 'given up');
    return new ConnectionHandlers(this, connection);
  }

  abandon(id: ConnectionId): void {
    if (!this.#accepted.delete(id)) return;
    this.#options.observe({ type: 'refused', id, reason: 'the client left during the handshake' });
    void this.#invoke('cleanup', id, closingEvent(id));
  }

  async pushBack(body: unknown): Promise<PushBackAnswer> {
    const { clock, faults = {} } = this.#options;
    if (faults.pushBackDelayMs) await elapse(clock, faults.pushBackDelayMs);
    const parsed = parsePush(body, this.limits.maxBatch);
    if (!parsed.ok) return parsed.answer;

    const { ids, content, isBatch } = parsed.push;
    const fault = faults.pushBackStatus?.();
    if (fault !== undefined) {
      if (fault === 500) this.#endEach(ids, 'push-back failed');
      return { status: fault, body: { errNo: fault, errMsg: 'this fault was made on purpose' } };
    }
    const deliveries = await this.#deliverAnywhere(ids, content);
    return isBatch
      ? answerBatch(deliveries)
      : answerOne(deliveries[0], this.#switches.unknownConnectionStatus);
  }

  giveUpAll(): void {
    this.#generation += 1;
    this.#connections.endAll('given up');
  }

  close(spreadMs = 0): Promise<void> {
    this.#shutdown ??= this.#connections.shutDown(spreadMs);
    return this.#shutdown;
  }

  get #isFull(): boolean {
    const count = this.#connections.count + this.#accepted.size + this.#registering;
    return count >= this.limits.maxConnections;
  }

  async #deliverAnywhere(
    ids: readonly ConnectionId[],
    content: PushContent,
  ): Promise<readonly Delivery[]> {
    const here = this.deliver(ids, content);
    const { elsewhere } = this.#options;
    const missing = ids.filter((_, at) => here[at] === 'gone');
    if (!elsewhere || missing.length === 0) return here;
    const there = (await elsewhere(missing, content)).values();
    return here.map((delivery) =>
      delivery === 'gone' ? (there.next().value ?? 'gone') : delivery,
    );
  }

  #endEach(ids: readonly ConnectionId[], why: CloseReason): void {
    for (const id of ids) {
      const connection = this.#connections.find(id);
      if (connection) this.#connections.end(connection, why);
    }
  }

  pinged(connection: Connection): void {
    if (this.#switches.pingResetsIdle) this.#connections.touch(connection);
  }

  gone(connection: Connection, how: SocketEnd): void {
    this.#connections.gone(connection, how);
  }

  /** Takes a message of a client. */
  async received(connection: Connection, data: Buffer, isBinary: boolean): Promise<void> {
    // Frames may still come in after our close frame.
    if (!this.#connections.isLive(connection)) return;
    this.#connections.touch(connection);
    connection.messages += 1;
    if (!this.#isAllowed(connection)) return;
    const { id } = connection;
    const event = dataSendEvent(id, data, isBinary);
    if (!isWithin(this.limits.maxEventBytes, event)) {
      this.#refuseTooLarge(connection);
      this.#connections.end(connection, 'too large');
      return;
    }
    const { clock, observe } = this.#options;
    const { shuffleWithinMs } = this.#switches;
    if (shuffleWithinMs > 0) await elapse(clock, Math.random() * shuffleWithinMs);
    const startedAt = clock.uptime();
    const succeeded = await this.#invoke('transport', id, event);
    const durationMs = clock.uptime() - startedAt;
    if (!succeeded) this.#connections.end(connection, 'function failed');
    else observe({ type: 'message', id, bytes: data.length, durationMs });
  }

  /** A message of which only the length is known, too large to be taken in. */
  tooLarge(connection: Connection): void {
    connection.messages += 1;
    this.#refuseTooLarge(connection);
  }

  /** Whether the next message is taken; if not, its sender is told, or ended. */
  #isAllowed(connection: Connection): boolean {
    const { messagesPerSecond } = this.limits;
    if (messagesPerSecond === Infinity) return true;
    connection.allowance ??= new MessageAllowance(messagesPerSecond, this.#options.clock);
    const verdict = connection.allowance.judgeNext();
    if (verdict === 'taken') return true;
    const reason = `more messages than ${messagesPerSecond} a second`;
    this.#refuse(connection, ErrNo.tooManyMessages, reason);
    if (verdict === 'flood') this.#connections.end(connection, 'flood');
    return false;
  }

  #refuseTooLarge(connection: Connection): void {
    const reason = `a message may be ${this.limits.maxEventBytes} bytes long, as an event`;
    this.#refuse(connection, ErrNo.messageTooLarge, reason);
  }

  #refuse({ id, socket, messages }: Connection, errNo: ErrNo, reason: string): void {
    this.#options.observe({ type: 'message refused', id, errNo, reason });
    const isBehind = socket.bufferedBytes > this.limits.maxBufferedBytes;
    if (!this.#switches.errorFrames || !socket.isOpen || isBehind) return;
    socket.sendText(formatErrorFrame({ errNo, errMsg: reason, message: messages }));
  }

  #ended(id: ConnectionId, why: CloseReason): void {
    this.#options.observe({ type: 'closed', id, why });
    if (why === 'client' || this.#switches.cleanupAfter.includes(why)) {
      void this.#invoke('cleanup', id, closingEvent(id));
    }
  }

  /** Calls a function whose return value means nothing; true when it succeeded. */
  async #invoke(role: FunctionRole, id: ConnectionId, event: object): Promise<boolean> {
    const outcome = await this.#options.functions.invoke(role, event);
    if (!outcome.ok) {
      this.#options.observe({ type: 'function failed', id, role, reason: outcome.reason });
    }
    return outcome.ok;
  }
}

/** A class, since each idle connection has one. */
class ConnectionHandlers implements SocketHandlers {
  constructor(
    private readonly gateway: EventModeGateway,
    private readonly connection: Connection,
  ) {}

  message(data: Buffer, isBinary: boolean): void {
    void this.gateway.received(this.connection, data, isBinary);
  }

  pinged(): void {
    this.gateway.pinged(this.connection);
  }

  tooLarge(): void {
    this.gateway.tooLarge(this.connection);
  }

  closed(how: SocketEnd): void {
    this.gateway.gone(this.connection, how);
  }
}
