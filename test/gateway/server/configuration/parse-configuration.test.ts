import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationError } from '../../../../gateway/server/configuration/configuration-error';
import {
  parseConfiguration,
  unknownVariables,
} from '../../../../gateway/server/configuration/parse-configuration';
import {
  SETTING_NAMES,
  SETTINGS,
  variableOf,
  type Setting,
} from '../../../../gateway/server/configuration/settings';

const SECRET = 'a-secret-of-at-least-32-characters';
const URLS = {
  GATEWAY_REGISTER: 'http://127.0.0.1:9000/register',
  GATEWAY_TRANSPORT: 'http://127.0.0.1:9000/transport',
  GATEWAY_CLEANUP: 'https://functions.example.com/cleanup',
  GATEWAY_PUSH_BACK_SECRET: SECRET,
};
const IN_SCF = {
  ...URLS,
  GATEWAY_REGISTER: 'chat-register',
  GATEWAY_SCF_REGION: 'ap-guangzhou',
  GATEWAY_CAM_ROLE: 'gateway',
};

function problemsOf(environment: Record<string, string>, file?: string): readonly string[] {
  try {
    parseConfiguration({
      environment,
      ...(file !== undefined && { file: { name: 'gateway.yaml', text: file } }),
    });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('has a default for all but the functions and the secret', () => {
    expect(parseConfiguration({ environment: URLS })).toMatchObject({
      register: URLS.GATEWAY_REGISTER,
      listen: { host: '127.0.0.1', port: 8080 },
      pushBackListen: { host: '127.0.0.1', port: 8081 },
      apiEnvironment: 'release',
      apiPath: '/',
      idleTimeout: 800,
      pushBackAllow: [],
      redisUrl: undefined,
      accessKey: undefined,
    });
  });

  it('is read from a file, and from the environment before it', () => {
    const file = `
      register: http://127.0.0.1:1/register
      transport: http://127.0.0.1:1/transport
      cleanup: http://127.0.0.1:1/cleanup
      pushBackSecret: ${SECRET}
      idleTimeout: 60 # seconds
      pushBackAllow: [10.0.0.0/8, "2001:db8::1"]`;
    const configuration = parseConfiguration({
      file: { name: 'gateway.yaml', text: file },
      environment: { GATEWAY_IDLE_TIMEOUT: '30', GATEWAY_TRUSTED_PROXIES: '127.0.0.1, ::1' },
    });
    expect(configuration).toMatchObject({
      transport: 'http://127.0.0.1:1/transport',
      idleTimeout: 30,
      pushBackAllow: [
        { address: '10.0.0.0', prefix: 8, family: 'ipv4' },
        { address: '2001:db8::1', prefix: 128, family: 'ipv6' },
      ],
      trustedProxies: [
        { address: '127.0.0.1', prefix: 32, family: 'ipv4' },
        { address: '::1', prefix: 128, family: 'ipv6' },
      ],
    });
  });

  it('may be written as JSON', () => {
    const text = JSON.stringify({ maxConnections: 5 });
    const configuration = parseConfiguration({ file: { name: 'x', text }, environment: URLS });
    expect(configuration.maxConnections).toBe(5);
  });

  it('takes an empty variable for none, and an empty file for no settings', () => {
    expect(problemsOf({ ...URLS, GATEWAY_REDIS_URL: '' }, '')).toEqual([]);
  });

  it.each([
    ['GATEWAY_LISTEN', '8080', '"8080"', 'expected <address>:<port>'],
    ['GATEWAY_LISTEN', '127.0.0.1:70000', '"127.0.0.1:70000"', 'expected <address>:<port>'],
    ['GATEWAY_PUSH_BACK_LISTEN', '::1:80', '"::1:80"', 'expected <address>:<port>'],
    [
      'GATEWAY_PUBLIC_URL',
      'https://chat.example.com',
      '"https://chat.example.com"',
      'expected a URL that begins with wss://',
    ],
    ['GATEWAY_API_ENVIRONMENT', 'staging', '"staging"', 'expected release, prepub or test'],
    ['GATEWAY_API_PATH', 'chat', '"chat"', 'expected a path'],
    ['GATEWAY_API_PATH', '/chat/', '"/chat/"', 'expected a path'],
    ['GATEWAY_IDLE_TIMEOUT', '1.5', '"1.5"', 'expected a whole number from 1'],
    ['GATEWAY_IDLE_TIMEOUT', '0', '0', 'expected a whole number from 1'],
    ['GATEWAY_PUSH_BACK_ALLOW', '10.0.0.0/33', '["10.0.0.0/33"]', 'expected a list of addresses'],
    ['GATEWAY_PUSH_BACK_ALLOW', '10.0.0.0/', '["10.0.0.0/"]', 'expected a list of addresses'],
    ['GATEWAY_PUSH_BACK_ALLOW', 'example.com', '["example.com"]', 'expected a list of addresses'],
    ['GATEWAY_SCF_REGION', 'Guangzhou', '"Guangzhou"', 'expected a region'],
    ['GATEWAY_MAX_MESSAGE_BYTES', '99999999', '99999999', 'expected a whole number from 1024'],
    ['GATEWAY_LOG_LEVEL', 'loud', '"loud"', 'expected debug, info, warn or error'],
  ])('refuses %s = %s, showing it as %s and what was expected', (name, value, shown, expected) => {
    const [problem, ...more] = problemsOf({ ...URLS, [name]: value });
    expect(more).toEqual([]);
    expect(problem).toContain(`${name} is ${shown}: expected`);
    expect(problem).toContain(expected);
  });

  it.each([
    ['GATEWAY_PUSH_BACK_SECRET', 'too-short-a-secret'],
    ['GATEWAY_PUSH_BACK_SECRET', `${SECRET}/with/slashes`],
    ['GATEWAY_REDIS_URL', 'http://user:a-secret@redis'],
    ['GATEWAY_REGISTER', 'ftp://a-secret@functions'],
  ])('refuses %s without showing it', (name, value) => {
    const problems = problemsOf({ ...URLS, [name]: value });
    expect(problems).toEqual([expect.stringContaining(`${name} cannot be used: expected `)]);
    expect(problems.join()).not.toContain('secret/');
    expect(problems.join()).not.toContain('a-secret');
  });

  it.each(['toString', 'constructor', '__proto__'])('takes no %s for a setting', (name) => {
    expect(problemsOf(URLS, `${name}: 1`)).toEqual([
      expect.stringContaining(`gateway.yaml: ${name} is not a setting.`),
    ]);
  });

  it('names the file and what is in it that is no setting, or of another type', () => {
    const file = 'colour: red\nidleTimeout: "60"\nlisten: 8080';
    expect(problemsOf(URLS, file)).toEqual([
      expect.stringContaining('gateway.yaml: colour is not a setting. There are: register,'),
      expect.stringContaining('gateway.yaml: listen is 8080: expected <address>:<port>'),
      expect.stringContaining('gateway.yaml: idleTimeout is "60": expected a whole number'),
    ]);
  });

  it.each([
    ['listen: [', 'gateway.yaml is not YAML: '],
    ['- a\n- b', 'gateway.yaml must hold settings by their names'],
    ['just text', 'gateway.yaml must hold settings by their names'],
  ])('refuses a file that is %j', (file, problem) => {
    expect(problemsOf(URLS, file)).toEqual([expect.stringContaining(problem)]);
  });

  it('spreads the closes of a stop only where other nodes are there for the clients', () => {
    const drainTimes = [
      {},
      { GATEWAY_REDIS_URL: 'redis://127.0.0.1' },
      { GATEWAY_DRAIN_TIME: '7' },
    ].map((more) => parseConfiguration({ environment: { ...URLS, ...more } }).drainTime);
    expect(drainTimes).toEqual([0, 5, 7]);
  });

  it('needs a region and credentials for functions of SCF, which the environment may hold', () => {
    const { GATEWAY_SCF_REGION: _region, GATEWAY_CAM_ROLE: _role, ...without } = IN_SCF;
    expect(problemsOf(without)).toEqual([
      expect.stringContaining('scfRegion (GATEWAY_SCF_REGION) is missing'),
      expect.stringContaining('There are no credentials to call SCF with'),
    ]);
    expect(problemsOf(IN_SCF)).toEqual([]);
    const key = { TENCENTCLOUD_SECRET_ID: 'id', TENCENTCLOUD_SECRET_KEY: 'key' };
    const environment = { ...without, ...key, GATEWAY_SCF_REGION: 'ap-guangzhou' };
    expect(parseConfiguration({ environment }).accessKey).toEqual({
      secretId: 'id',
      secretKey: 'key',
    });
  });

  it.each([
    [{ GATEWAY_TLS_KEY: 'key.pem' }, 'tlsCertificate and tlsKey belong together'],
    [{ GATEWAY_PUSH_BACK_LISTEN: '127.0.0.1:8080' }, 'name the same port'],
  ])('refuses what does not go together: %j', (more, problem) => {
    expect(problemsOf({ ...URLS, ...more })).toEqual([expect.stringContaining(problem)]);
  });

  it('says so beside other mistakes, but not of settings that are wrong themselves', () => {
    const { GATEWAY_SCF_REGION: _region, ...noRegion } = IN_SCF;
    const slips = { GATEWAY_TLS_KEY: 'key.pem', GATEWAY_IDLE_TIMEOUT: 'soon' };
    expect(problemsOf({ ...noRegion, ...slips })).toEqual([
      expect.stringContaining('GATEWAY_IDLE_TIMEOUT is "soon"'),
      expect.stringContaining('scfRegion (GATEWAY_SCF_REGION) is missing'),
      expect.stringContaining('tlsCertificate and tlsKey belong together'),
    ]);
    expect(problemsOf({ ...IN_SCF, GATEWAY_SCF_REGION: 'Guangzhou' })).toEqual([
      expect.stringContaining('GATEWAY_SCF_REGION is "Guangzhou"'),
    ]);
  });

  it('tells variables that look like settings from those that are, and from others', () => {
    const environment = { ...URLS, GATEWAY_PUSHBACK_ALLOW: '10.0.0.0/8', PATH: '/bin' };
    expect(unknownVariables(environment)).toEqual(['GATEWAY_PUSHBACK_ALLOW']);
  });
});

describe('docs/gateway.md', () => {
  const page = readFileSync(path.join(__dirname, '../../../../docs/gateway.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` +\| `(GATEWAY_\w+)` +\| (.*?) +\|/gm)];

  it('lists every setting with its variable and its default', () => {
    expect(rows.map(([, name, variable, fallback]) => [name, variable, fallback])).toEqual(
      SETTING_NAMES.map((name) => {
        const { default: given }: Setting = SETTINGS[name];
        const text = given === undefined || String(given) === '' ? '–' : `\`${String(given)}\``;
        return [name, variableOf(name), text];
      }),
    );
  });
});
