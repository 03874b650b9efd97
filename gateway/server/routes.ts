import type { GatewayNode } from '../engine/gateway';
import type { Clock } from '../engine/clock';
import { TokenBucket } from '../engine/token-bucket';
import type { Configuration } from './configuration/parse-configuration';
import type { Refusal } from './handshake';
import type { PlainAnswer, Route } from './listener';
import type { Log } from './log';
import type { GatewayMetrics } from './metrics/gateway-metrics';
import { clientAddress, createNetworkCheck, peerAddress } from './networks';
import { createOriginCheck } from './origins';
import { createPushBackTarget, createSecretPathCheck } from './push-back-access';
import type { UpgradeTarget } from './upgrade-request';

const HEALTH_PATH = '/healthz';
const METRICS_PATH = '/metrics';
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const NOT_ALLOWED: PlainAnswer = {
  status: 403,
  body: 'this address may not push (pushBackAllow)',
};

const FOREIGN_ORIGIN: Refusal = {
  status: 403,
  reason: 'pages of this origin may not connect (allowedOrigins)',
};
/** Of an origin in the log: whoever sends it chooses how long it is. */
const MAX_LOGGED_ORIGIN = 200;

export interface RouteOptions {
  readonly configuration: Configuration;
  readonly gateway: GatewayNode;
  readonly metrics: GatewayMetrics;
  readonly clock: Clock;
  readonly log: Log;
  readonly isDraining: () => boolean;
}

/** What clients reach: the WebSocket path, and /healthz. */
export function clientRoute(options: RouteOptions): Route {
  const { configuration, gateway, metrics, log } = options;
  const { apiEnvironment: stage, apiPath: path, serviceId } = configuration;
  const isTrusted = createNetworkCheck(configuration.trustedProxies);
  const mayConnect = createOriginCheck(configuration.allowedOrigins);
  const target: UpgradeTarget = {
    gateway,
    serviceId,
    stage,
    path,
    findRefusal(request) {
      if (mayConnect(request)) return undefined;
      const origin = request.headers.origin?.slice(0, MAX_LOGGED_ORIGIN);
      log('info', 'refused', () => ({ reason: FOREIGN_ORIGIN.reason, origin }));
      metrics.turnedAway();
      return FOREIGN_ORIGIN;
    },
    clientAddress: (request) => clientAddress(request, isTrusted),
  };
  const paths = path === '/' ? [`/${stage}`, `/${stage}/`] : [`/${stage}${path}`];
  return {
    upgrade: (requested) => (paths.includes(requested) ? target : undefined),
    pushBack: () => undefined,
    answer: (requested) => (requested === HEALTH_PATH ? health(options) : undefined),
  };
}

/** What functions and operators reach: the push-back URL, /metrics and /healthz. */
export function pushBackRoute(options: RouteOptions): Route {
  const { configuration, gateway, metrics, clock } = options;
  const { pushBackSecret, pushBackAllow, pushBackRate } = configuration;
  const isAllowed = createNetworkCheck(pushBackAllow);
  const isSecretPath = createSecretPathCheck(pushBackSecret);
  const target = createPushBackTarget(gateway, new TokenBucket(pushBackRate, clock), metrics);
  return {
    upgrade: () => undefined,
    pushBack: (path) => (isSecretPath(path) ? target : undefined),
    answer(path, request) {
      if (path === HEALTH_PATH) return health(options);
      if (pushBackAllow.length > 0 && !isAllowed(peerAddress(request))) return NOT_ALLOWED;
      return path === METRICS_PATH
        ? { status: 200, body: metrics.render(), contentType: METRICS_TYPE }
        : undefined;
    },
  };
}

/** 503 tells a load balancer to send no new clients. */
function health({ isDraining, gateway }: RouteOptions): PlainAnswer {
  const status = isDraining() ? 'draining' : 'ok';
  return {
    status: isDraining() ? 503 : 200,
    body: JSON.stringify({ status, connections: gateway.connectionCount }),
    contentType: 'application/json',
  };
}
