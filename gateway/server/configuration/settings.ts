import { isIP } from 'node:net';
import * as v from 'valibot';
import { MAX_EVENT_BYTES } from '../../engine/limits';
import { METADATA_ENDPOINT } from '../../invoke/metadata-credentials';
import { LOG_LEVELS } from '../log';

/** How a value is written in an environment variable: as it is, as digits, or comma separated. */
type Kind = 'text' | 'number' | 'list';

export interface Setting<TSchema extends v.GenericSchema = v.GenericSchema> {
  readonly kind: Kind;
  readonly schema: TSchema;
  /** What it is used for, in a few words; units included. */
  readonly meaning: string;
  /** Completes the sentence "expected …". */
  readonly expected: string;
  /** Absent for a setting that must be given or may be left out. */
  readonly default?: string | number | readonly string[];
  /** Whether a message may not repeat its value. */
  readonly secret?: boolean;
}

const Text = v.pipe(v.string(), v.nonEmpty());

function wholeNumber(from: number, to: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));
}

function url(...protocols: readonly string[]) {
  return v.pipe(
    v.string(),
    v.check((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol)),
  );
}

const MAX_PORT = 65_535;
const ADDRESS = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^:[\]]+)):(?<port>\d{1,5})$/;

/** `127.0.0.1:8080`, `[::]:8080`, `gateway.internal:8080`. */
const Address = v.pipe(
  v.string(),
  v.regex(ADDRESS),
  v.transform((text) => {
    const { v6, host, port } = ADDRESS.exec(text)?.groups ?? {};
    return { host: v6 ?? host ?? '', port: Number(port) };
  }),
  v.check(({ port }) => port <= MAX_PORT),
);

/** `10.0.0.0/8`, `2001:db8::/32`, or a single address. */
const Network = v.pipe(
  v.string(),
  v.transform((text) => {
    const [address = '', bits] = text.split('/');
    const family = isIP(address);
    const all = family === 6 ? 128 : 32;
    return { address, family, all, prefix: bits === undefined ? all : Number(bits || NaN) };
  }),
  v.check(
    ({ family, prefix, all }) =>
      family !== 0 && Number.isInteger(prefix) && prefix >= 0 && prefix <= all,
  ),
  v.transform(({ address, family, prefix }) => ({
    address,
    prefix,
    family: family === 6 ? ('ipv6' as const) : ('ipv4' as const),
  })),
);
const Networks = v.array(Network);

/** The scheme, host and port of a page as browsers send it (RFC 6454 §7). */
const Origin = v.pipe(
  v.string(),
  v.check((text) => text === 'null' || (URL.canParse(text) && new URL(text).origin === text)),
);

const SCF_FUNCTION_NAME = /^[A-Za-z][\w:-]{0,58}[A-Za-z0-9:]$/;
/** What is called when: a function of SCF by its name (583/11637), or a URL. */
const FunctionTarget = v.union([
  v.pipe(v.string(), v.regex(SCF_FUNCTION_NAME)),
  url('http:', 'https:'),
]);
const FUNCTION_EXPECTED =
  'the name of an SCF function, or a URL that begins with http:// or https://';

const ADDRESS_EXPECTED = '<address>:<port>, such as 127.0.0.1:8080 or [::]:8080';
const NETWORKS_EXPECTED = 'a list of addresses or networks, such as 10.0.0.0/8';

function setting<TSchema extends v.GenericSchema>(
  schema: TSchema,
  rest: Omit<Setting, 'schema' | 'kind'> & { readonly kind?: Kind },
): Setting<TSchema> {
  return { kind: 'text', ...rest, schema };
}

/** Every setting, in the order of --help and of docs/gateway.md. */
export const SETTINGS = {
  register: setting(FunctionTarget, {
    meaning: 'called before a client is let in',
    expected: FUNCTION_EXPECTED,
    secret: true,
  }),
  transport: setting(FunctionTarget, {
    meaning: 'called for each message of a client',
    expected: FUNCTION_EXPECTED,
    secret: true,
  }),
  cleanup: setting(FunctionTarget, {
    meaning: 'called when a connection has ended',
    expected: FUNCTION_EXPECTED,
    secret: true,
  }),
  functionTimeout: setting(wholeNumber(1, 900), {
    kind: 'number',
    meaning: 'seconds that a function may take to answer',
    expected: 'a whole number from 1 to 900',
    default: 20,
  }),
  scfRegion: setting(v.optional(v.pipe(v.string(), v.regex(/^[a-z]+(-[a-z]+)+$/))), {
    meaning: 'region of the SCF functions',
    expected: 'a region, such as ap-guangzhou',
  }),
  scfNamespace: setting(Text, {
    meaning: 'their namespace',
    expected: 'a name',
    default: 'default',
  }),
  scfQualifier: setting(Text, {
    meaning: 'their version or alias',
    expected: 'a version or alias, in quotes where it is a number',
    default: '$LATEST',
  }),
  scfEndpoint: setting(url('http:', 'https:'), {
    meaning: 'where SCF is called',
    expected: 'a URL that begins with https:// or http://',
    default: 'https://scf.tencentcloudapi.com',
  }),
  camRole: setting(v.optional(Text), {
    meaning: "the machine's CAM role; without it TENCENTCLOUD_SECRET_ID and _SECRET_KEY are used",
    expected: "a role's name",
  }),
  metadataEndpoint: setting(url('http:', 'https:'), {
    meaning: 'where the keys of that role are asked for',
    expected: 'a URL that begins with http:// or https://',
    default: METADATA_ENDPOINT,
  }),
  listen: setting(Address, {
    meaning: 'where clients connect',
    expected: ADDRESS_EXPECTED,
    default: '127.0.0.1:8080',
  }),
  publicUrl: setting(v.optional(url('ws:', 'wss:')), {
    meaning: 'the same as clients see it, such as wss://chat.example.com; only shown',
    expected: 'a URL that begins with wss:// or ws://',
  }),
  apiEnvironment: setting(v.picklist(['release', 'prepub', 'test']), {
    meaning: "first part of the WebSocket URL's path",
    expected: 'release, prepub or test',
    default: 'release',
  }),
  apiPath: setting(v.pipe(v.string(), v.regex(/^\/([\w.~-]+(\/[\w.~-]+)*)?$/)), {
    meaning: 'the rest of the path',
    expected: 'a path that begins with / and has no / at its end, such as / or /chat',
    default: '/',
  }),
  serviceId: setting(Text, {
    meaning: 'the service that register is told',
    expected: 'a name',
    default: 'gateway',
  }),
  idleTimeout: setting(wholeNumber(1, 86_400), {
    kind: 'number',
    meaning: 'seconds without a message after which a connection is closed',
    expected: 'a whole number from 1 to 86400',
    default: 800,
  }),
  allowedOrigins: setting(v.array(Origin), {
    kind: 'list',
    meaning: 'pages that may connect, by their origin; empty allows all',
    expected: 'origins, such as https://chat.example.com, or null for a page from disk',
    default: [],
  }),
  trustedProxies: setting(Networks, {
    kind: 'list',
    meaning: 'proxies whose X-Forwarded-For is believed',
    expected: NETWORKS_EXPECTED,
    default: [],
  }),
  tlsCertificate: setting(v.optional(Text), {
    meaning: 'file with the certificate chain (PEM), to speak TLS without a proxy',
    expected: 'a file name',
  }),
  tlsKey: setting(v.optional(Text), {
    meaning: 'file with its key (PEM)',
    expected: 'a file name',
  }),
  pushBackListen: setting(Address, {
    meaning: 'where functions push to, and where /metrics is',
    expected: ADDRESS_EXPECTED,
    default: '127.0.0.1:8081',
  }),
  pushBackPublicUrl: setting(v.optional(url('http:', 'https:')), {
    meaning: 'the same as functions see it, such as http://10.0.0.4:8081; only shown',
    expected: 'a URL that begins with http:// or https://',
  }),
  pushBackSecret: setting(v.pipe(v.string(), v.regex(/^[\w-]{32,256}$/)), {
    meaning: 'last part of the push-back URL; make one with `openssl rand -hex 32`',
    expected: '32 to 256 letters, digits, - or _, chosen at random (openssl rand -hex 32)',
    secret: true,
  }),
  pushBackAllow: setting(Networks, {
    kind: 'list',
    meaning: 'addresses that may push and read /metrics; empty allows all that reach the port',
    expected: NETWORKS_EXPECTED,
    default: [],
  }),
  pushBackRate: setting(wholeNumber(1, 10_000_000), {
    kind: 'number',
    meaning: 'frames a second that may be pushed',
    expected: 'a whole number from 1 to 10000000',
    default: 50_000,
  }),
  pushBackBatch: setting(wholeNumber(0, 10_000), {
    kind: 'number',
    meaning: 'connections that one POST may name; 0 offers no batches',
    expected: 'a whole number from 0 to 10000',
    default: 500,
  }),
  maxConnections: setting(wholeNumber(1, 1_000_000), {
    kind: 'number',
    meaning: 'connections at a time',
    expected: 'a whole number from 1 to 1000000',
    default: 20_000,
  }),
  maxMessageBytes: setting(wholeNumber(1_024, MAX_EVENT_BYTES), {
    kind: 'number',
    meaning: 'largest message, as the event that it becomes',
    expected: `a whole number from 1024 to ${MAX_EVENT_BYTES}`,
    default: MAX_EVENT_BYTES,
  }),
  messageRate: setting(wholeNumber(1, 1_000_000), {
    kind: 'number',
    meaning: 'messages a second that one connection may send, and five times as many at once',
    expected: 'a whole number from 1 to 1000000',
    default: 20,
  }),
  maxUnreadBytes: setting(wholeNumber(1_024, 1_073_741_824), {
    kind: 'number',
    meaning: 'bytes that a client may leave unread before pushes to it get 429',
    expected: 'a whole number from 1024 to 1073741824',
    default: 1_048_576,
  }),
  drainTime: setting(v.optional(wholeNumber(0, 600)), {
    kind: 'number',
    meaning: 'seconds over which a stop spreads the closes; unless given, 5 with redisUrl, else 0',
    expected: 'a whole number from 0 to 600',
  }),
  redisUrl: setting(v.optional(url('redis:', 'rediss:')), {
    meaning: 'the Redis that several nodes share',
    expected: 'a URL that begins with redis:// or rediss://',
    secret: true,
  }),
  clusterName: setting(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)), {
    meaning: 'what all nodes of one gateway have in common in that Redis',
    expected: '1 to 64 letters, digits, - or _',
    default: 'scf-chat',
  }),
  nodeTimeout: setting(wholeNumber(1, 300), {
    kind: 'number',
    meaning: 'seconds without a sign of life after which the other nodes take a node for lost',
    expected: 'a whole number from 1 to 300',
    default: 6,
  }),
  logLevel: setting(v.picklist(LOG_LEVELS), {
    meaning: 'debug writes a line for each connection',
    expected: 'debug, info, warn or error',
    default: 'info',
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** Times in seconds, sizes in bytes. */
export type Settings = {
  readonly [Name in SettingName]: v.InferOutput<(typeof SETTINGS)[Name]['schema']>;
};

/** `pushBackRate` is `GATEWAY_PUSH_BACK_RATE` in the environment. */
export function variableOf(name: SettingName): string {
  return `GATEWAY_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
