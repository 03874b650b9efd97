import { request } from 'node:http';
import { connect } from 'node:net';
import type { Clock, Timer } from '../../gateway/engine/clock';

/** How a load balancer finds out whether a machine serves. Times in milliseconds. */
export interface HealthCheck {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Successes in a row after which it serves, and failures after which it does not. */
  readonly healthyAfter: number;
  readonly unhealthyAfter: number;
  /** The target's own port unless given. */
  readonly port: number | undefined;
  /** What is asked for; without it, an open port is enough. */
  readonly http:
    | {
        readonly method: string;
        readonly host: string;
        readonly path: string;
        readonly isRight: (status: number) => boolean;
      }
    | undefined;
}

/** In the words of DescribeTargetHealth. */
export type Health = 'Unknown' | 'Alive' | 'Dead';

/** Asks one machine again and again whether it serves. */
export class HealthProbe {
  private wasRight = false;
  private inARow = 0;
  private timer: Timer | undefined;
  private isOver = false;

  /** `health` is what is known of the machine before it is asked. */
  constructor(
    private readonly check: HealthCheck,
    private readonly target: { readonly address: string; readonly port: number },
    private readonly clock: Clock,
    private health: Health,
  ) {
    void this.probe();
  }

  get state(): Health {
    return this.health;
  }

  stop(): void {
    this.isOver = true;
    this.timer?.cancel();
  }

  private async probe(): Promise<void> {
    this.note(await this.ask());
    if (this.isOver) return;
    this.timer = this.clock.after(this.check.intervalMs, () => void this.probe());
  }

  private note(isRight: boolean): void {
    this.inARow = isRight === this.wasRight ? this.inARow + 1 : 1;
    this.wasRight = isRight;
    const { healthyAfter, unhealthyAfter } = this.check;
    if (isRight && this.inARow >= healthyAfter) this.health = 'Alive';
    if (!isRight && this.inARow >= unhealthyAfter) this.health = 'Dead';
  }

  private ask(): Promise<boolean> {
    const { http, timeoutMs: timeout } = this.check;
    const host = this.target.address;
    const port = this.check.port ?? this.target.port;
    return new Promise((resolve) => {
      if (http === undefined) {
        const socket = connect({ host, port, timeout }, () => end(true));
        const end = (isRight: boolean) => {
          resolve(isRight);
          socket.destroy();
        };
        socket.on('timeout', () => end(false)).on('error', () => end(false));
        return;
      }
      const { method, path, isRight } = http;
      const headers = http.host === '' ? {} : { host: http.host };
      const asked = request({ host, port, method, path, headers, timeout, agent: false });
      asked.on('response', (response) => {
        resolve(isRight(response.statusCode ?? 0));
        response.destroy();
      });
      asked.on('timeout', () => asked.destroy()).on('error', () => resolve(false));
      asked.end();
    });
  }
}
