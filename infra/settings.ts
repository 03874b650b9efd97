import * as v from 'valibot';
import { isIPv4 } from 'node:net';
import { configCommand } from './config-command';
import { isPrivateNetwork } from './gateways/machine/addresses';
import { isDomainName } from './gateways/machine/domain-name';
import { machineContradictions } from './gateways/machine/machine-settings';
import { UserError } from './user-error';

/**
 * Longest time API Gateway waits without a message before it closes a connection, in seconds. Not
 * documented; 1800 is what is commonly quoted (628/39486 names the default, 15).
 */
const MAX_SERVICE_TIMEOUT = 1800;
/** Longest run of a function, in seconds (583/11637). */
const MAX_FUNCTION_TIMEOUT = 900;
/** Largest memory of a function, in MB, and the step it comes in (583/11637; SCF's 64 is refused by the provider). */
const MAX_FUNCTION_MEMORY = 3072;
const FUNCTION_MEMORY_STEP = 128;
/** Largest request to a function, and so the largest message: 6 MB (628/34009). */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

interface Setting<TSchema extends v.GenericSchema> {
  readonly schema: TSchema;
  /** Completes the sentence "expected …". */
  readonly expected: string;
  /** A value that works, shown in the way to fix it. */
  readonly example: string;
  /** Whether no message may show its value. */
  readonly isSecret?: boolean;
}

function setting<TSchema extends v.GenericSchema>(
  schema: TSchema,
  expected: string,
  example: string,
): Setting<TSchema> {
  return { schema, expected, example };
}

/** Shortest shared token and shortest key: 16 random characters cannot be guessed, nor HS256 be broken. */
const MIN_SECRET_LENGTH = 16;
/** Longest: the environment of a function has 4 KB in all (583/11637), and a header 8 KB as a rule. */
const MAX_SECRET_LENGTH = 512;

/** Off, that is empty, unless given. */
const accessSecret = {
  ...setting(
    v.optional(
      v.union([
        v.literal(''),
        v.pipe(v.string(), v.minLength(MIN_SECRET_LENGTH), v.maxLength(MAX_SECRET_LENGTH)),
      ]),
      '',
    ),
    `a secret of ${MIN_SECRET_LENGTH} to ${MAX_SECRET_LENGTH} characters, or nothing`,
    '<secret>',
  ),
  isSecret: true,
};

/** Empty unless the gateway is a machine that stands in for something else than the usual. */
function machineSetting(isRight: (text: string) => boolean, expected: string, example: string) {
  return setting(
    v.optional(
      v.pipe(
        v.string(),
        v.check((text) => text === '' || isRight(text)),
      ),
      '',
    ),
    `${expected}, or nothing`,
    example,
  );
}

function machineNumber(from: number, to: number, example: string) {
  return machineSetting(
    (text) => /^\d+$/.test(text) && Number(text) >= from && Number(text) <= to,
    `a whole number from ${from} to ${to}`,
    example,
  );
}

/** Whether browsers would send this as the origin of a page; `null` is that of a page from disk. */
function isOrigin(text: string): boolean {
  return text === 'null' || (URL.canParse(text) && new URL(text).origin === text);
}

/** Empty unless the gateway is external. */
function externalUrl(protocols: readonly string[], example: string) {
  return setting(
    v.optional(
      v.union([
        v.literal(''),
        v.pipe(
          v.string(),
          v.check((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol)),
        ),
      ]),
      '',
    ),
    `a URL that begins with ${protocols.map((protocol) => `"${protocol}//"`).join(' or ')}`,
    example,
  );
}

function wholeNumber(from: number, to: number) {
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/),
    v.transform(Number),
    v.minValue(from),
    v.maxValue(to),
  );
}

/** Every setting of the program. Pulumi.yaml declares the same with type, default and description. */
const SETTINGS = {
  gateway: setting(
    v.picklist(['api-gateway', 'machine', 'external']),
    '"api-gateway", "machine" or "external"',
    'api-gateway',
  ),
  apiEnvironment: setting(
    v.picklist(['release', 'prepub', 'test']),
    '"release", "prepub" or "test"',
    'release',
  ),
  apiPath: setting(
    v.pipe(v.string(), v.regex(/^\/([A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*)?$/), v.maxLength(256)),
    'a path that begins with "/", has no "/" at its end, and is made of letters, digits and . _ ~ -',
    '/',
  ),
  serviceProtocol: setting(
    v.picklist(['http', 'https', 'http&https']),
    '"http", "https" or "http&https"',
    'https',
  ),
  serviceTimeout: setting(
    wholeNumber(1, MAX_SERVICE_TIMEOUT),
    `a whole number of seconds from 1 to ${MAX_SERVICE_TIMEOUT}`,
    '800',
  ),
  functionRuntime: setting(
    v.pipe(v.string(), v.regex(/^Nodejs\d+\.\d+$/)),
    'a Node.js runtime of SCF, such as "Nodejs20.19"',
    'Nodejs20.19',
  ),
  functionTimeout: setting(
    wholeNumber(1, MAX_FUNCTION_TIMEOUT),
    `a whole number of seconds from 1 to ${MAX_FUNCTION_TIMEOUT}`,
    '15',
  ),
  functionMemory: setting(
    v.pipe(
      wholeNumber(FUNCTION_MEMORY_STEP, MAX_FUNCTION_MEMORY),
      v.multipleOf(FUNCTION_MEMORY_STEP),
    ),
    `a multiple of ${FUNCTION_MEMORY_STEP} up to ${MAX_FUNCTION_MEMORY} (MB)`,
    '128',
  ),
  forceClean: setting(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((text) => text === 'true'),
    ),
    '"true" or "false"',
    'false',
  ),
  gatewayNodes: setting(
    v.optional(v.pipe(v.picklist(['1', '2']), v.transform(Number)), '1'),
    '1 or 2',
    '1',
  ),
  machineType: setting(
    v.optional(v.pipe(v.string(), v.regex(/^[A-Z][A-Za-z0-9]*\.[A-Z0-9]+$/)), 'S5.SMALL2'),
    'a type of machine of CVM, such as "S5.SMALL2"',
    'S5.SMALL2',
  ),
  machineImage: machineSetting((text) => /^img-[a-z0-9]+$/.test(text), 'an image', 'img-487zeit5'),
  machineNetwork: machineSetting(
    isPrivateNetwork,
    'a private network that 16 to 28 bits name, such as "10.77.0.0/24"',
    '10.77.0.0/24',
  ),
  machineAddress: machineSetting(isIPv4, 'an address of its network', '10.77.0.10'),
  vpcId: machineSetting((text) => /^vpc-[a-z0-9]+$/.test(text), 'a VPC', 'vpc-6b3ik2ah'),
  subnetId: machineSetting(
    (text) => /^subnet-[a-z0-9]+$/.test(text),
    'a subnet of the VPC',
    'subnet-2dwpc3an',
  ),
  domain: machineSetting(
    isDomainName,
    'a domain name in lower case, such as "chat.example.com"',
    'chat.example.com',
  ),
  dnsZone: machineSetting(
    isDomainName,
    'the zone at DNSPod that the domain is in, such as "example.com"',
    'example.com',
  ),
  allowedOrigins: machineSetting(
    (text) => text.split(',').every(isOrigin),
    'origins of pages with commas between them, such as "https://chat.example.com,null"',
    'https://chat.example.com',
  ),
  messageRate: machineNumber(1, 1_000_000, '20'),
  maxConnections: machineNumber(1, 1_000_000, '20000'),
  maxMessageBytes: machineNumber(1_024, MAX_EVENT_BYTES, '65536'),
  gatewayUrl: externalUrl(['wss:', 'ws:'], 'wss://chat.example.com/release/'),
  pushBackUrl: { ...externalUrl(['http:', 'https:'], '<url>'), isSecret: true },
  accessToken: accessSecret,
  accessJwtKey: accessSecret,
} as const;

/** The names of all settings, in the order of Pulumi.yaml. */
export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

/** The settings of one stack, parsed. Times in seconds, memory in MB. */
export type Settings = {
  readonly [Name in keyof typeof SETTINGS]: v.InferOutput<(typeof SETTINGS)[Name]['schema']>;
};

/** Whose settings they are. */
export interface SettingsScope {
  /** The Pulumi project's name, which is the namespace of our settings. */
  readonly project: string;
  readonly stack: string;
}

/**
 * Parses a stack's configuration.
 *
 * @param config all configuration of the stack, keys with their namespace, values as text
 * @throws UserError that lists everything that is wrong at once
 */
export function parseSettings(
  config: Readonly<Record<string, string>>,
  scope: SettingsScope,
): Settings {
  const values = Object.fromEntries(settingsIn(config, scope));
  const problems = [...settingProblems(config, scope), ...contradictions(values, scope)];
  if (problems.length > 0) {
    throw new UserError(`The stack's configuration is wrong.\n- ${problems.join('\n- ')}`);
  }
  const parsed = SETTING_NAMES.map((name) => [name, v.parse(SETTINGS[name].schema, values[name])]);
  return Object.fromEntries(parsed) as Settings;
}

/** What is wrong with the settings of a stack one by one, each with the way to fix it. */
export function settingProblems(
  config: Readonly<Record<string, string>>,
  scope: SettingsScope,
): string[] {
  const { project, stack } = scope;
  const given = settingsIn(config, scope);
  const values = Object.fromEntries(given);
  const unknown = given.filter(([name]) => !Object.hasOwn(SETTINGS, name));
  const wrong = SETTING_NAMES.filter((name) => !v.is(SETTINGS[name].schema, values[name]));
  return [
    ...unknown.map(
      ([name]) =>
        `${project}:${name} is not a setting. There are: ${SETTING_NAMES.join(', ')}. ` +
        `To fix it: ${configCommand(stack, `rm ${name}`)}`,
    ),
    ...wrong.map((name) => {
      const { expected, example, isSecret = false }: Setting<v.GenericSchema> = SETTINGS[name];
      const shown = isSecret ? 'not right' : JSON.stringify(values[name]);
      const found = values[name] === undefined ? 'is missing' : `is ${shown}`;
      const value = isSecret ? `--secret ${example}` : JSON.stringify(example);
      return (
        `${project}:${name} ${found}, expected ${expected}. ` +
        `To fix it: ${configCommand(stack, `set ${name} ${value}`)}`
      );
    }),
  ];
}

/** Those of the project itself, by their names without its namespace. */
function settingsIn(
  config: Readonly<Record<string, string>>,
  { project }: SettingsScope,
): (readonly [string, string])[] {
  return Object.entries(config)
    .filter(([key]) => key.startsWith(`${project}:`))
    .map(([key, value]) => [key.slice(project.length + 1), value] as const);
}

/** What is wrong with settings that are right one by one. */
function contradictions(values: Readonly<Record<string, string>>, scope: SettingsScope): string[] {
  const { project, stack } = scope;
  const { gateway, gatewayUrl, pushBackUrl, accessToken, accessJwtKey } = values;
  const isExternal = gateway === 'external';
  const notTaken = (name: string) =>
    `${project}:${name} is set, but only an external gateway takes it; this stack's gateway gives its own. ` +
    `To fix it: ${configCommand(stack, `rm ${name}`)}, or ${configCommand(stack, 'set gateway external')}`;
  return [
    isExternal &&
      !gatewayUrl &&
      `${project}:gatewayUrl is missing: it is the URL that clients of the external gateway connect to. ` +
        `To fix it: ${configCommand(stack, 'set gatewayUrl wss://chat.example.com/release/')}`,
    isExternal &&
      !pushBackUrl &&
      `${project}:pushBackUrl is missing: it is the URL that functions push to on the external gateway. ` +
        `To fix it: ${configCommand(stack, 'set --secret pushBackUrl <url>')}`,
    ...machineContradictions(values, scope),
    !isExternal && gatewayUrl && notTaken('gatewayUrl'),
    !isExternal && pushBackUrl && notTaken('pushBackUrl'),
    accessToken &&
      accessJwtKey &&
      `${project}:accessToken and ${project}:accessJwtKey are both set, expected one of them. ` +
        `To fix it: ${configCommand(stack, 'rm accessToken')}`,
  ].filter((problem): problem is string => typeof problem === 'string' && problem !== '');
}
