import type { ConnectionId } from '../../protocol/connection-id';
import type { FunctionRole } from '../../protocol/events';
import { elapse } from './clock';
import { Connections, type Connection } from './connections';
import { closingEvent, connectingEvent, dataSendEvent, isWithin, type Handshake } from './events';
import type { Gateway, GatewayOptions, HandshakeAnswer, SocketHandlers } from './gateway';
import { randomIds } from './ids';
import { DEFAULT_LIMITS, type Limits } from './limits';
import type { ClientSocket, CloseReason } from './ports';
import { parsePush, PUSHED, unknownConnection, type Push, type PushBackAnswer } from './push-back';
import { judgeRegistration } from './registration';
import { DEFAULT_SWITCHES, type Switches } from './switches';

/** Makes the gateway of one API. */
export function createGateway(options: GatewayOptions): Gateway {
  return new EventModeGateway(options);
}

class EventModeGateway implements Gateway {
  readonly limits: Limits;
  readonly #options: GatewayOptions;
  readonly #switches: Switches;
  readonly #connections: Connections;
  /** Ids that register accepted and whose client has no 101 yet, with the time it asked. */
  readonly #accepted = new Map<ConnectionId, number>();
  #shutdown: Promise<void> | undefined;

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
  }

  get connectionCount(): number {
    return this.#connections.count;
  }

  async connect(handshake: Handshake): Promise<HandshakeAnswer> {
    if (this.#shutdown) {
      return { accepted: false, status: 503, reason: 'the gateway is shutting down' };
    }
    const { clock, functions, observe, ids = randomIds } = this.#options;
    const askedAt = clock.now();
    const id = ids.connectionId();
    const event = connectingEvent(id, ids.requestId(), handshake);
    const outcome = await functions.invoke('register', event);
    const verdict = judgeRegistration(outcome, handshake.subprotocols);
    if (!verdict.accepted) {
      observe({ type: 'refused', id, reason: verdict.detail });
      return { accepted: false, status: this.#switches.refusalStatus, reason: verdict.reason };
    }
    this.#accepted.set(id, askedAt);
    return { ...verdict, id };
  }

  open(id: ConnectionId, socket: ClientSocket): SocketHandlers {
    const { clock, observe } = this.#options;
    const askedAt = this.#accepted.get(id);
    if (askedAt === undefined) throw new Error('open needs an id that connect has just accepted');
    this.#accepted.delete(id);
    const connection = this.#connections.add(id, socket);
    observe({ type: 'connected', id, durationMs: clock.now() - askedAt });
    // The shutdown may have begun while register ran.
    if (this.#shutdown) this.#connections.end(connection, 'shutdown');
    return {
      message: (data, isBinary) => void this.#received(connection, data, isBinary),
      pinged: () => {
        if (this.#switches.pingResetsIdle) connection.idle.touch();
      },
      closed: (how) => {
        this.#connections.gone(connection, how);
      },
    };
  }

  abandon(id: ConnectionId): void {
    if (!this.#accepted.delete(id)) return;
    this.#options.observe({ type: 'refused', id, reason: 'the client left during the handshake' });
    void this.#invoke('cleanup', id, closingEvent(id));
  }

  async pushBack(body: unknown): Promise<PushBackAnswer> {
    const { clock, faults = {} } = this.#options;
    if (faults.pushBackDelayMs) await elapse(clock, faults.pushBackDelayMs);
    const parsed = parsePush(body);
    if (!parsed.ok) return parsed.answer;

    const connection = this.#connections.find(parsed.push.id);
    const fault = faults.pushBackStatus?.();
    if (fault !== undefined) {
      if (connection && fault === 500) this.#connections.end(connection, 'push-back failed');
      return { status: fault, body: { errNo: fault, errMsg: 'this fault was made on purpose' } };
    }
    const isDone = connection !== undefined && this.#push(connection, parsed.push);
    return isDone ? PUSHED : unknownConnection(this.#switches.unknownConnectionStatus);
  }

  close(): Promise<void> {
    this.#shutdown ??= this.#connections.shutDown();
    return this.#shutdown;
  }

  /** False when the client does not read what it is sent; it is then gone. */
  #push(connection: Connection, push: Push): boolean {
    const { socket, idle } = connection;
    if (push.action === 'closing') {
      this.#connections.end(connection, 'push-back');
      return true;
    }
    if (socket.bufferedBytes > this.limits.maxBufferedBytes) {
      this.#connections.end(connection, 'too slow');
      return false;
    }
    if (typeof push.payload === 'string') socket.sendText(push.payload);
    else socket.sendBinary(push.payload);
    if (this.#switches.pushBackResetsIdle) idle.touch();
    const bytes = Buffer.byteLength(push.payload);
    this.#options.observe({ type: 'pushed', id: push.id, bytes });
    return true;
  }

  async #received(connection: Connection, data: Buffer, isBinary: boolean): Promise<void> {
    // Frames may still come in after our close frame.
    if (!this.#connections.isLive(connection)) return;
    connection.idle.touch();
    const { id } = connection;
    const event = dataSendEvent(id, data, isBinary);
    if (!isWithin(this.limits.maxEventBytes, event)) {
      this.#connections.end(connection, 'too large');
      return;
    }
    const { clock, observe } = this.#options;
    const { shuffleWithinMs } = this.#switches;
    if (shuffleWithinMs > 0) await elapse(clock, Math.random() * shuffleWithinMs);
    const startedAt = clock.now();
    const succeeded = await this.#invoke('transport', id, event);
    if (!succeeded) this.#connections.end(connection, 'function failed');
    else observe({ type: 'message', id, bytes: data.length, durationMs: clock.now() - startedAt });
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
