import type { FunctionRole } from '../../../protocol/events';
import type { Settings } from '../../settings';
import { originOf, type MachineDomain } from './machine-domain';

/** What the gateway limits, by the settings' own text; its own defaults where one is empty. */
export type GatewayLimits = Pick<
  Settings,
  'allowedOrigins' | 'messageRate' | 'maxConnections' | 'maxMessageBytes'
>;

/** What a gateway on a machine is told of where it runs, and what for. */
export interface GatewayConfigurationArgs {
  readonly functionNames: Readonly<Record<FunctionRole, string>>;
  /** Seconds that a function may take. */
  readonly functionTimeout: number;
  readonly region: string;
  /** The machine's CAM role. */
  readonly role: string;
  /** Of the machine, in its network. */
  readonly address: string;
  readonly domain: MachineDomain | undefined;
  /** `release`, `prepub` or `test`: the first part of the URL's path. */
  readonly environment: string;
  /** The rest of the path, `/` or `/chat`. */
  readonly path: string;
  /** Seconds without a message after which a connection is closed. */
  readonly timeout: number;
  readonly limits: GatewayLimits;
  readonly pushBackSecret: string;
  /** Of the Redis that the nodes share, where there are several. */
  readonly redisUrl: string | undefined;
}

/** Where clients connect, or Caddy for them. Not 80, so that no program on the machine needs a privilege for it. */
export const CLIENT_PORT = 8080;
export const PUSH_BACK_PORT = 8081;
/** Connections that one push-back may name; the gateway's own default. */
export const PUSH_BACK_BATCH = 500;
/** Where Caddy connects from: the machine's address, or this one where that is of the loopback network. */
const LOOPBACK = '127.0.0.1';
/** Most clients behind Caddy, which takes about 0.1 MB for each, where the usual machine has 2 GB. */
const MAX_CONNECTIONS_BEHIND_CADDY = 10_000;
/** Seconds over which a stop spreads the closes, so that clients do not come back all at once. */
const DRAIN_SECONDS = 10;
/** Seconds that the gateway waits longer for a function than the function may run. */
const MARGIN_SECONDS = 5;

/** The gateway's configuration, by the names of docs/gateway.md. */
export function gatewayConfiguration(args: GatewayConfigurationArgs): Record<string, unknown> {
  const { functionNames, address, domain, redisUrl } = args;
  return {
    ...functionNames,
    functionTimeout: args.functionTimeout + MARGIN_SECONDS,
    scfRegion: args.region,
    camRole: args.role,
    listen: `${address}:${CLIENT_PORT}`,
    apiEnvironment: args.environment,
    apiPath: args.path,
    idleTimeout: args.timeout,
    pushBackListen: `${address}:${PUSH_BACK_PORT}`,
    pushBackSecret: args.pushBackSecret,
    pushBackBatch: PUSH_BACK_BATCH,
    drainTime: DRAIN_SECONDS,
    ...(redisUrl !== undefined && { redisUrl }),
    ...(domain && {
      publicUrl: originOf(domain),
      trustedProxies: [address, LOOPBACK],
      maxConnections: MAX_CONNECTIONS_BEHIND_CADDY,
    }),
    ...givenLimits(args.limits),
  };
}

function givenLimits({
  allowedOrigins,
  messageRate,
  maxConnections,
  maxMessageBytes,
}: GatewayLimits) {
  return {
    ...(allowedOrigins !== '' && { allowedOrigins: allowedOrigins.split(',') }),
    ...(messageRate !== '' && { messageRate: Number(messageRate) }),
    ...(maxConnections !== '' && { maxConnections: Number(maxConnections) }),
    ...(maxMessageBytes !== '' && { maxMessageBytes: Number(maxMessageBytes) }),
  };
}
