import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { parseSettings, SETTING_NAMES } from '../../infra/settings';

const GOOD = {
  'tencentcloud:region': 'ap-guangzhou',
  'scf-chat:gateway': 'api-gateway',
  'scf-chat:apiEnvironment': 'release',
  'scf-chat:apiPath': '/',
  'scf-chat:serviceProtocol': 'https',
  'scf-chat:serviceTimeout': '800',
  'scf-chat:functionRuntime': 'Nodejs20.19',
  'scf-chat:functionTimeout': '15',
  'scf-chat:functionMemory': '128',
  'scf-chat:forceClean': 'true',
};

const SCOPE = { project: 'scf-chat', stack: 'prod' };

describe('settings', () => {
  it('are parsed into numbers and booleans', () => {
    expect(parseSettings(GOOD, SCOPE)).toEqual({
      gateway: 'api-gateway',
      apiEnvironment: 'release',
      apiPath: '/',
      serviceProtocol: 'https',
      serviceTimeout: 800,
      functionRuntime: 'Nodejs20.19',
      functionTimeout: 15,
      functionMemory: 128,
      forceClean: true,
      gatewayNodes: 1,
      machineType: 'S5.SMALL2',
      machineImage: '',
      machineNetwork: '',
      machineAddress: '',
      vpcId: '',
      subnetId: '',
      domain: '',
      dnsZone: '',
      allowedOrigins: '',
      messageRate: '',
      maxConnections: '',
      maxMessageBytes: '',
      gatewayUrl: '',
      pushBackUrl: '',
      accessToken: '',
      accessJwtKey: '',
    });
  });

  it.each([
    ['gateway', 'kong'],
    ['apiEnvironment', 'staging'],
    ['apiPath', 'chat'],
    ['apiPath', '/chat/'],
    ['apiPath', '/a b'],
    ['serviceProtocol', 'ws'],
    ['serviceTimeout', '0'],
    ['serviceTimeout', '1801'],
    ['serviceTimeout', '1.5'],
    ['functionRuntime', 'Python3.9'],
    ['functionTimeout', '901'],
    ['functionMemory', '100'],
    ['functionMemory', '3200'],
    ['forceClean', 'yes'],
  ])('refuse %s = %s, saying what is expected and how to fix it', (name, value) => {
    const parsing = () => parseSettings({ ...GOOD, [`scf-chat:${name}`]: value }, SCOPE);
    expect(parsing).toThrow(`scf-chat:${name} is ${JSON.stringify(value)}, expected `);
    expect(parsing).toThrow(`npm run pulumi -- config set ${name} `);
  });

  it.each(['colour', 'toString'])('refuse %s, which is none, and list those there are', (name) => {
    const parsing = () => parseSettings({ ...GOOD, [`scf-chat:${name}`]: 'red' }, SCOPE);
    expect(parsing).toThrow(
      `scf-chat:${name} is not a setting. There are: gateway, apiEnvironment`,
    );
    expect(parsing).toThrow(`To fix it: npm run pulumi -- config rm ${name} --stack prod`);
  });

  it('report everything that is wrong at once', () => {
    const { 'scf-chat:gateway': _missing, ...config } = GOOD;
    const parsing = () => parseSettings({ ...config, 'scf-chat:functionTimeout': 'x' }, SCOPE);
    expect(parsing).toThrow('scf-chat:gateway is missing');
    expect(parsing).toThrow('scf-chat:functionTimeout is "x"');
  });

  it('leave the settings of other packages alone', () => {
    expect(() => parseSettings({ ...GOOD, 'other:thing': '1' }, SCOPE)).not.toThrow();
  });

  it.each(['accessToken', 'accessJwtKey'])(
    'refuse a %s that is too short, and do not show it',
    (name) => {
      const parse = () => parseSettings({ ...GOOD, [`scf-chat:${name}`]: 'hunter2' }, SCOPE);
      expect(parse).toThrow(`npm run pulumi -- config set ${name} --secret <secret>`);
      expect(parse).not.toThrow('hunter2');
    },
  );

  it('refuse two kinds of access control at a time', () => {
    const secret = 'x'.repeat(16);
    const both = { 'scf-chat:accessToken': secret, 'scf-chat:accessJwtKey': secret };
    expect(() => parseSettings({ ...GOOD, ...both }, SCOPE)).toThrow('expected one of them');
  });

  describe('of a gateway on a machine', () => {
    const MACHINE = { ...GOOD, 'scf-chat:gateway': 'machine' };

    it.each([
      ['gatewayNodes', '3'],
      ['machineType', 'small'],
      ['machineImage', 'debian'],
      ['machineNetwork', '8.8.8.0/24'],
      ['machineNetwork', '10.0.0.0/8'],
      ['machineNetwork', '10.0.0.1/24'],
      ['machineAddress', '10.0.0'],
      ['vpcId', 'chat'],
      ['subnetId', 'vpc-1'],
      ['domain', 'https://chat.example.com'],
      ['domain', '203.0.113.7'],
      ['dnsZone', 'com'],
      ['allowedOrigins', 'chat.example.com'],
      ['allowedOrigins', 'https://chat.example.com/'],
      ['allowedOrigins', 'https://chat.example.com, null'],
      ['messageRate', '0'],
      ['maxConnections', '1e4'],
      ['maxMessageBytes', '6291457'],
    ])('refuse %s = %s, saying what is expected and how to fix it', (name, value) => {
      const parsing = () => parseSettings({ ...MACHINE, [`scf-chat:${name}`]: value }, SCOPE);
      expect(parsing).toThrow(`scf-chat:${name} is ${JSON.stringify(value)}, expected `);
      expect(parsing).toThrow(`npm run pulumi -- config set ${name} `);
    });

    it.each([
      ['machineImage', 'img-1'],
      ['machineNetwork', '10.1.0.0/24'],
      ['machineAddress', '10.1.0.9'],
      ['domain', 'chat.example.com'],
      ['allowedOrigins', 'https://chat.example.com,null'],
      ['messageRate', '5'],
    ])('leave no place for a %s of any other', (name, value) => {
      const parsing = () => parseSettings({ ...GOOD, [`scf-chat:${name}`]: value }, SCOPE);
      expect(parsing).toThrow(`scf-chat:${name} is set, but only the gateway "machine" takes it`);
      expect(parsing).toThrow(`To fix it: npm run pulumi -- config rm ${name} --stack prod`);
    });

    it('take two nodes, with a time-out that their load balancer has as well', () => {
      const two = { ...MACHINE, 'scf-chat:gatewayNodes': '2' };
      expect(parseSettings(two, SCOPE)).toMatchObject({ gatewayNodes: 2 });
      const longer = { ...two, 'scf-chat:serviceTimeout': '901' };
      expect(() => parseSettings(longer, SCOPE)).toThrow(
        'npm run pulumi -- config set serviceTimeout 900',
      );
      const named = { ...two, 'scf-chat:domain': 'chat.example.com' };
      expect(() => parseSettings(named, SCOPE)).toThrow('npm run pulumi -- config rm domain');
      const elsewhere = { ...GOOD, 'scf-chat:gatewayNodes': '2' };
      expect(() => parseSettings(elsewhere, SCOPE)).toThrow(
        'npm run pulumi -- config rm gatewayNodes',
      );
    });

    it('take a VPC and its subnet together, and no network of their own beside them', () => {
      const half = { ...MACHINE, 'scf-chat:vpcId': 'vpc-1' };
      expect(() => parseSettings(half, SCOPE)).toThrow('subnetId belong together');
      const both = { ...half, 'scf-chat:subnetId': 'subnet-1' };
      expect(parseSettings(both, SCOPE)).toMatchObject({ subnetId: 'subnet-1' });
      const more = { ...both, 'scf-chat:machineNetwork': '10.1.0.0/24' };
      expect(() => parseSettings(more, SCOPE)).toThrow(
        'npm run pulumi -- config rm machineNetwork',
      );
    });

    it('take the zone of a domain, and no other one', () => {
      const zone = { ...MACHINE, 'scf-chat:dnsZone': 'example.com' };
      expect(() => parseSettings(zone, SCOPE)).toThrow(
        'npm run pulumi -- config set domain chat.example.com',
      );
      const inside = { ...zone, 'scf-chat:domain': 'chat.example.com' };
      expect(parseSettings(inside, SCOPE)).toMatchObject({ dnsZone: 'example.com' });
      const outside = { ...zone, 'scf-chat:domain': 'chat.example.org' };
      expect(() => parseSettings(outside, SCOPE)).toThrow(
        'domain is "chat.example.org", which is not in the zone "example.com"',
      );
    });
  });

  describe('of an external gateway', () => {
    const EXTERNAL = {
      ...GOOD,
      'scf-chat:gateway': 'external',
      'scf-chat:gatewayUrl': 'wss://chat.example.com/release/',
      'scf-chat:pushBackUrl': 'http://10.0.0.4:8081/a-secret-path?batch=500',
    };

    it('are its two URLs', () => {
      expect(parseSettings(EXTERNAL, SCOPE)).toMatchObject({
        gateway: 'external',
        gatewayUrl: 'wss://chat.example.com/release/',
        pushBackUrl: 'http://10.0.0.4:8081/a-secret-path?batch=500',
      });
    });

    it.each([
      ['gatewayUrl', 'npm run pulumi -- config set gatewayUrl wss://'],
      ['pushBackUrl', 'npm run pulumi -- config set --secret pushBackUrl '],
    ])('need its %s', (name, fix) => {
      const config = { ...EXTERNAL, [`scf-chat:${name}`]: '' };
      expect(() => parseSettings(config, SCOPE)).toThrow(`scf-chat:${name} is missing`);
      expect(() => parseSettings(config, SCOPE)).toThrow(fix);
    });

    it.each(['gatewayUrl', 'pushBackUrl'])('leave no place for a %s of any other', (name) => {
      const config = { ...EXTERNAL, 'scf-chat:gateway': 'api-gateway' };
      const parsing = () => parseSettings(config, SCOPE);
      expect(parsing).toThrow(`scf-chat:${name} is set, but only an external gateway takes it`);
      expect(parsing).toThrow(`To fix it: npm run pulumi -- config rm ${name} --stack prod`);
    });

    it('refuse URLs of another kind, and do not show the secret one', () => {
      const parsing = () =>
        parseSettings(
          {
            ...EXTERNAL,
            'scf-chat:gatewayUrl': 'https://chat.example.com/',
            'scf-chat:pushBackUrl': 'ftp://10.0.0.4/a-secret-path',
          },
          SCOPE,
        );
      expect(parsing).toThrow(
        'gatewayUrl is "https://chat.example.com/", expected a URL that begins',
      );
      expect(parsing).toThrow('scf-chat:pushBackUrl is not right, expected a URL that begins');
      expect(parsing).not.toThrow('a-secret-path');
    });
  });

  it('are all declared in Pulumi.yaml, with a type, a default that is valid and a description', () => {
    const { config } = parse(readFileSync(path.join(__dirname, '../../Pulumi.yaml'), 'utf8')) as {
      config: Record<string, { type?: string; default?: unknown; description?: string }>;
    };
    const ours = Object.entries(config).filter(([key]) => !key.includes(':'));
    expect(ours.map(([key]) => key)).toEqual(SETTING_NAMES);
    for (const [, { type, description }] of ours) {
      expect(type).toMatch(/^(string|integer|boolean)$/);
      expect(description).toMatch(/\.$/);
    }
    const defaults = ours.map(([key, value]) => [`scf-chat:${key}`, String(value.default)]);
    expect(() =>
      parseSettings(Object.fromEntries(defaults) as Record<string, string>, SCOPE),
    ).not.toThrow();
  });
});
