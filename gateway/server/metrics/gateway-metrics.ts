import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ErrNo } from '../../../protocol/err-no';
import type { FunctionRole } from '../../../protocol/events';
import type { ClusterEvent } from '../../cluster/cluster';
import type { GatewayEvent } from '../../engine/ports';
import { Counter, Gauge, Histogram, renderMetrics, type Instrument } from './instruments';

/** Seconds; from a warm function nearby to the longest that one is usually allowed. */
const INVOCATION_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const MS_PER_SECOND = 1_000;
const NS_PER_SECOND = 1_000_000_000;

const REFUSED_BECAUSE: Readonly<Partial<Record<ErrNo, string>>> = {
  [ErrNo.messageTooLarge]: 'too large',
  [ErrNo.tooManyMessages]: 'too many',
};

/** What is read off the running gateway. */
export interface GatewayState {
  connections(): number;
  invocationsInFlight(): number;
  /** Absent where this node is the only one. */
  readonly cluster?: {
    /** Nodes that are alive, this one included. */
    nodes(): number;
    isConnected(): boolean;
  };
}

export type PushBackResult =
  'delivered' | 'gone' | 'slow' | 'unreachable' | 'malformed' | 'rate limited';

/** What one gateway counts. docs/gateway.md has the list. */
export class GatewayMetrics {
  readonly #handshakes = new Counter(
    'scf_gateway_handshakes_total',
    'Clients that asked to connect, by result.',
  );
  readonly #closes = new Counter(
    'scf_gateway_closes_total',
    'Connections that have ended, by reason.',
  );
  readonly #messages = new Counter(
    'scf_gateway_messages_total',
    'Messages of clients that transport took.',
  );
  readonly #refusedMessages = new Counter(
    'scf_gateway_refused_messages_total',
    'Messages of clients that were not taken, by reason.',
  );
  readonly #messageBytes = new Counter(
    'scf_gateway_message_bytes_total',
    'Bytes of these messages.',
  );
  readonly #pushBacks = new Counter('scf_gateway_push_backs_total', 'Push-backs, each one POST.');
  readonly #pushes = new Counter(
    'scf_gateway_pushes_total',
    'Connections that push-backs named, by result.',
  );
  readonly #pushedBytes = new Counter(
    'scf_gateway_pushed_bytes_total',
    'Bytes of frames that were pushed to clients of this node.',
  );
  readonly #invocations = new Histogram(
    'scf_gateway_invocation_seconds',
    'Calls of functions, by role and result.',
    INVOCATION_BOUNDS,
  );
  readonly #forwarded = new Counter(
    'scf_gateway_forwarded_total',
    'Connections of other nodes that pushes were forwarded to.',
  );
  readonly #cleanedUp = new Counter(
    'scf_gateway_cleaned_up_total',
    'Connections of lost nodes that cleanup was called for.',
  );
  readonly #eventLoop = monitorEventLoopDelay();
  readonly #instruments: readonly Instrument[];

  constructor(state: GatewayState) {
    this.#eventLoop.enable();
    this.#instruments = [
      new Gauge('scf_gateway_connections', 'Connections that are open now.', () =>
        state.connections(),
      ),
      this.#handshakes,
      this.#closes,
      this.#messages,
      this.#messageBytes,
      this.#refusedMessages,
      this.#pushBacks,
      this.#pushes,
      this.#pushedBytes,
      this.#invocations,
      new Gauge('scf_gateway_invocations_in_flight', 'Calls of functions under way.', () =>
        state.invocationsInFlight(),
      ),
      ...(state.cluster ? this.#clusterInstruments(state.cluster) : []),
      new Gauge(
        'scf_gateway_event_loop_delay_p99_seconds',
        'How late timers are, 99th percentile since the last reading.',
        () => this.#readEventLoopDelay(),
      ),
      new Gauge('process_resident_memory_bytes', 'Memory of the process.', () =>
        process.memoryUsage.rss(),
      ),
      new Gauge(
        'process_start_time_seconds',
        'When it was started, in seconds since the epoch.',
        () => Math.round(Date.now() / MS_PER_SECOND - process.uptime()),
      ),
    ];
  }

  #clusterInstruments(cluster: NonNullable<GatewayState['cluster']>): Instrument[] {
    return [
      new Gauge('scf_gateway_cluster_nodes', 'Nodes that are alive, this one included.', () =>
        cluster.nodes(),
      ),
      new Gauge('scf_gateway_cluster_connected', '1 while Redis can be reached, else 0.', () =>
        cluster.isConnected() ? 1 : 0,
      ),
      this.#forwarded,
      this.#cleanedUp,
    ];
  }

  /** Takes note of what happens to connections. */
  readonly observe = (event: GatewayEvent): void => {
    switch (event.type) {
      case 'connected':
        this.#handshakes.add({ result: 'accepted' });
        return;
      case 'refused':
        this.#handshakes.add({ result: 'refused' });
        return;
      case 'message':
        this.#messages.add();
        this.#messageBytes.add({}, event.bytes);
        return;
      case 'message refused':
        this.#refusedMessages.add({ why: REFUSED_BECAUSE[event.errNo] ?? 'other' });
        return;
      case 'pushed':
        this.#pushedBytes.add({}, event.bytes);
        return;
      case 'closed':
        this.#closes.add({ why: event.why });
        return;
      case 'function failed':
        return;
    }
  };

  /** A client was turned away before register was asked. */
  turnedAway(): void {
    this.#handshakes.add({ result: 'refused' });
  }

  invoked(role: FunctionRole, ok: boolean, ms: number): void {
    const result = ok ? 'ok' : 'failed';
    this.#invocations.observe({ role, result }, ms / MS_PER_SECOND);
  }

  /** One push-back, with how many connections had which result. */
  pushedBack(results: Iterable<readonly [PushBackResult, number]>): void {
    this.#pushBacks.add();
    for (const [result, connections] of results) this.#pushes.add({ result }, connections);
  }

  readonly observeCluster = (event: ClusterEvent): void => {
    if (event.type === 'forwarded') this.#forwarded.add({}, event.connections);
    if (event.type === 'cleaned up') this.#cleanedUp.add({}, event.connections);
  };

  render(): string {
    return renderMetrics(this.#instruments);
  }

  stop(): void {
    this.#eventLoop.disable();
  }

  #readEventLoopDelay(): number {
    const seconds = this.#eventLoop.percentile(99) / NS_PER_SECOND;
    this.#eventLoop.reset();
    return seconds;
  }
}
