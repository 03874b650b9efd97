import { HEARTBEAT_FRAME } from '../protocol/chat';
import { parseErrorFrame } from '../protocol/error-frame';
import { backoffMs } from './backoff';
import type { Clock, Timer } from './clock';
import { byteLength } from './message';
import type { OpenSocket, Socket } from './socket';

/** A connection that lived shorter than this is no recovery: the delays keep growing. */
export const STABLE_AFTER_MS = 5_000;

/** How long a handshake may take, a cold start of register included. */
export const CONNECT_TIMEOUT_MS = 15_000;

/** Frames that the gateway may still refuse: more than it takes at once and refuses one by one. */
const REMEMBERED_FRAMES = 500;

/** The code of a connection that ended without one (RFC 6455 §7.4.1, as are those below). */
export const NO_CLOSE_FRAME = 1006;

/**
 * The server ended it on purpose, or there is nothing to gain from trying again: normal closure,
 * protocol error, unsupported data, no code given, invalid data, policy violation, missing
 * extension.
 */
const FINAL_CODES: ReadonlySet<number> = new Set([1000, 1002, 1003, 1005, 1007, 1008, 1010]);

export type ConnectionState =
  | { readonly name: 'connecting' }
  | { readonly name: 'open' }
  /** Will be tried again at `retryAt`. `wasOpen` tells a lost connection from a failed attempt. */
  | {
      readonly name: 'waiting';
      readonly code: number;
      readonly wasOpen: boolean;
      readonly retryAt: number;
    }
  /** Stays so until somebody asks to connect. Without `code` the browser refused to try. */
  | { readonly name: 'closed'; readonly code?: number; readonly reason: string };

export interface ConnectionPorts {
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  readonly heartbeatMs: number;
}

export interface ConnectionListener {
  stateChanged(state: ConnectionState): void;
  text(data: string): void;
  binary(bytes: number): void;
}

/** Told why a frame did not get through: the `errNo` of an error frame, or none for a lost one. */
export type OnLost = (errNo?: number) => void;

interface Frame {
  readonly bytes: number;
  /** Once it was called, it does nothing. */
  onLost: OnLost;
}

/** A WebSocket that comes back by itself and does not let the gateway find it idle. */
export class Connection {
  private socket: Socket | undefined;
  /** Set while open. */
  private openedAt: number | undefined;
  private failures = 0;
  private isWaiting = false;
  /** One at a time: the handshake's time-out, the next heartbeat or the next attempt. */
  private timer: Timer | undefined;
  /** Frames of this socket, oldest first, that may not have left yet. */
  private inDoubt: Frame[] = [];
  /** The newest frames of this socket, oldest first, and how many there were in all. */
  private recent: Frame[] = [];
  private frameCount = 0;

  constructor(
    private readonly ports: ConnectionPorts,
    private readonly listener: ConnectionListener,
  ) {}

  /** Connects now, unless it is connected or connecting. */
  connect(): void {
    if (this.socket) return;
    this.isWaiting = false;
    this.setTimer(CONNECT_TIMEOUT_MS, () => {
      this.socket?.drop();
      this.ended(NO_CLOSE_FRAME, '');
    });
    this.listener.stateChanged({ name: 'connecting' });
    try {
      this.socket = this.ports.openSocket({
        opened: () => {
          this.opened();
        },
        text: (data) => {
          const error = parseErrorFrame(data);
          if (error) this.refused(error.message, error.errNo);
          else this.listener.text(data);
        },
        binary: (bytes) => {
          this.listener.binary(bytes);
        },
        closed: (code, reason) => {
          this.ended(code, reason);
        },
      });
    } catch (error) {
      this.timer?.cancel();
      const reason = error instanceof Error ? error.message : String(error);
      this.listener.stateChanged({ name: 'closed', reason });
    }
  }

  /** Connects now if it would by itself later, since what it waits for may have come. */
  hasten(): void {
    if (this.isWaiting) this.connect();
  }

  /**
   * Gives a text frame to the connection. Returns false, and does nothing, while it is not open.
   *
   * @param onLost called at most once, if the connection ends before the frame has left, or if the
   *   gateway says that it has not taken it
   */
  send(text: string, onLost: OnLost): boolean {
    if (!this.socket || this.openedAt === undefined) return false;
    if (this.socket.bufferedBytes === 0) this.inDoubt = [];
    const frame = { bytes: byteLength(text), onLost };
    this.inDoubt.push(frame);
    this.recent.push(frame);
    if (this.recent.length > REMEMBERED_FRAMES) this.recent.shift();
    this.frameCount += 1;
    this.socket.send(text);
    this.awaitHeartbeat();
    return true;
  }

  private opened(): void {
    this.openedAt = this.ports.clock.now();
    this.awaitHeartbeat();
    this.listener.stateChanged({ name: 'open' });
  }

  /** @param number of the frame on this connection, the first being 1 */
  private refused(number: number, errNo: number): void {
    const frame = this.recent.at(number - 1 - this.frameCount);
    if (frame && number <= this.frameCount) loseFrame(frame, errNo);
  }

  /** Only own frames count: whether what others send keeps a gateway from closing is not known. */
  private awaitHeartbeat(): void {
    this.setTimer(this.ports.heartbeatMs, () => {
      this.send(HEARTBEAT_FRAME, () => undefined);
    });
  }

  private ended(code: number, reason: string): void {
    const now = this.ports.clock.now();
    const { openedAt } = this;
    if (openedAt !== undefined && now - openedAt >= STABLE_AFTER_MS) this.failures = 0;
    const lost = framesWithin(this.inDoubt, this.socket?.bufferedBytes ?? 0);
    this.timer?.cancel();
    this.socket = undefined;
    this.openedAt = undefined;
    this.inDoubt = [];
    this.recent = [];
    this.frameCount = 0;
    if (FINAL_CODES.has(code)) {
      this.listener.stateChanged({ name: 'closed', code, reason });
    } else {
      const delay = backoffMs(this.failures, this.ports.random());
      this.failures += 1;
      this.isWaiting = true;
      this.setTimer(delay, () => {
        this.connect();
      });
      this.listener.stateChanged({
        name: 'waiting',
        code,
        wasOpen: openedAt !== undefined,
        retryAt: now + delay,
      });
    }
    for (const frame of lost) loseFrame(frame);
  }

  private setTimer(ms: number, callback: () => void): void {
    this.timer?.cancel();
    this.timer = this.ports.clock.after(ms, callback);
  }
}

function loseFrame(frame: Frame, errNo?: number): void {
  const { onLost } = frame;
  frame.onLost = () => undefined;
  onLost(errNo);
}

/** The newest frames, oldest first, that the last `unsentBytes` bytes of payload belong to. */
function framesWithin(frames: readonly Frame[], unsentBytes: number): readonly Frame[] {
  let first = frames.length;
  for (let bytes = unsentBytes; bytes > 0 && first > 0; first -= 1) {
    bytes -= frames[first - 1]?.bytes ?? 0;
  }
  return frames.slice(first);
}
