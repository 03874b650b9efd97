import { elapse, type Clock } from '../engine/clock';
import { createGateway } from '../engine/create-gateway';
import type { CloseReason, GatewayEvent } from '../engine/ports';
import type { Cluster } from '../cluster/cluster';
import { pushBackUrlOf, wsUrlOf } from './addresses';
import type { TlsFiles } from './configuration/load-configuration';
import type { Configuration } from './configuration/parse-configuration';
import type { Log } from './log';
import { logClusterEvent, logGatewayEvent } from './log-event';
import { GatewayMetrics } from './metrics/gateway-metrics';
import { openCluster } from './open-cluster';
import { listen } from './listen';
import { openFunctions } from './open-functions';
import { clientRoute, pushBackRoute } from './routes';

const MS_PER_SECOND = 1_000;

/** Register, and then cleanup, for a client that was in its handshake when the gateway closed. */
const LAST_CALLS = 2;

/**
 * The endings after which cleanup is called, so that the registry stays right. Not after a
 * push-back `closing`: whoever sends that removes the connection itself (583/32553).
 */
const CLEANUP_AFTER: readonly Exclude<CloseReason, 'client' | 'push-back'>[] = [
  'lost',
  'bad frame',
  'too large',
  'push-back failed',
  'idle',
  'function failed',
  'too slow',
  'flood',
  'given up',
  'shutdown',
];

export interface GatewayProgramOptions {
  readonly configuration: Configuration;
  readonly tls: TlsFiles | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RunningGateway {
  readonly wsUrl: string;
  /** A secret. */
  readonly pushBackUrl: string;
  /** Takes no new clients, closes all little by little, waits for cleanup and ends. */
  stop(): Promise<void>;
}

/** Starts serving. Rejects with ConfigurationError or RedisUnusable, and has then left nothing. */
export async function startGateway(options: GatewayProgramOptions): Promise<RunningGateway> {
  const { configuration, tls, clock, log } = options;
  let cluster: Cluster | undefined;
  let isDraining = false;
  const { redisUrl, clusterName, nodeTimeout } = configuration;
  const metrics: GatewayMetrics = new GatewayMetrics({
    connections: () => gateway.connectionCount,
    invocationsInFlight: () => functions.inFlight,
    ...(redisUrl !== undefined && {
      cluster: {
        nodes: () => cluster?.aliveNodes ?? 0,
        isConnected: () => cluster?.isConnected ?? false,
      },
    }),
  });
  const functions = openFunctions(configuration, clock, {
    called: (role, ok, ms) => metrics.invoked(role, ok, ms),
  });
  if (redisUrl !== undefined) {
    cluster = await openCluster({
      redisUrl,
      clusterName,
      nodeTimeoutMs: nodeTimeout * MS_PER_SECOND,
      clock,
      functions,
      observe: (event) => {
        metrics.observeCluster(event);
        logClusterEvent(log, event);
      },
    });
  }
  const gateway = createGateway({
    functions,
    clock,
    observe: (event: GatewayEvent) => {
      metrics.observe(event);
      cluster?.observe(event);
      logGatewayEvent(log, event);
    },
    idleTimeoutMs: () => configuration.idleTimeout * MS_PER_SECOND,
    switches: { cleanupAfter: CLEANUP_AFTER, errorFrames: true },
    limits: {
      maxEventBytes: configuration.maxMessageBytes,
      maxBufferedBytes: configuration.maxUnreadBytes,
      maxConnections: configuration.maxConnections,
      messagesPerSecond: configuration.messageRate,
      maxBatch: configuration.pushBackBatch,
    },
    ...(cluster && { ids: cluster.ids, elsewhere: cluster.elsewhere }),
  });
  const routes = { configuration, gateway, metrics, clock, log, isDraining: () => isDraining };
  await cluster?.join(gateway);
  const listeners = await listen(configuration, {
    clients: { route: clientRoute(routes), ...(tls && { tls }) },
    pushBacks: { route: pushBackRoute(routes) },
  }).catch(async (error: unknown) => {
    await cluster?.leave();
    metrics.stop();
    throw error;
  });

  async function stop(): Promise<void> {
    isDraining = true;
    const startedAt = clock.uptime();
    log('info', 'stopping', { connections: gateway.connectionCount });
    await gateway.close(configuration.drainTime * MS_PER_SECOND);
    // The last cleanups; a function that hangs is not waited for longer than it may take.
    await Promise.race([
      functions.idle(),
      elapse(clock, LAST_CALLS * configuration.functionTimeout * MS_PER_SECOND),
    ]);
    await cluster?.leave();
    await Promise.all([listeners.clients.close(), listeners.pushBacks.close()]);
    metrics.stop();
    log('info', 'stopped', { durationMs: Math.round(clock.uptime() - startedAt) });
  }

  return {
    wsUrl: wsUrlOf(configuration, listeners.clients.port),
    pushBackUrl: pushBackUrlOf(configuration, listeners.pushBacks.port),
    stop,
  };
}
