import { parse } from 'yaml';
import { complaints } from '../support/property-table';
import { isSecretValue, kindOf, runProgram, type ProgramRun } from '../support/program-under-mocks';

type Inputs = Readonly<Record<string, unknown>>;

const TWO = { 'scf-chat:gateway': 'machine', 'scf-chat:gatewayNodes': '2' };
const TOKEN = 'f'.repeat(64);

/** What two machines add to the graph of one, and what each part waits for. */
const EDGES = {
  'RandomToken:gateway-redis': [],
  'SecurityGroup:gateway-redis': [],
  'SecurityGroupRuleSet:gateway-redis': ['SecurityGroup:gateway-redis'],
  'RedisInstance:gateway': [
    'RandomToken:gateway-redis',
    'SecurityGroup:gateway-redis',
    'SecurityGroupRuleSet:gateway-redis',
    'Subnet:gateway',
    'Vpc:gateway',
  ],
  'ClbInstance:gateway': ['Vpc:gateway'],
  'ClbListener:gateway': ['ClbInstance:gateway'],
  'ClbInstance:gateway-push-back': ['Subnet:gateway', 'Vpc:gateway'],
  'ClbListener:gateway-push-back': ['ClbInstance:gateway-push-back'],
  'Eip:gateway-2': [],
  'EipAssociation:gateway-2': ['Eip:gateway-2', 'Instance:gateway-2'],
};

describe('the program with a gateway on two machines', () => {
  let run: ProgramRun;
  beforeAll(async () => {
    run = await runProgram({ config: TWO });
  });

  function find(key: string) {
    const found = run.resources.find(({ type, name }) => `${kindOf(type)}:${name}` === key);
    if (found === undefined) throw new Error(`The program registers no ${key}.`);
    return found;
  }

  /** The gateway's settings, as the machine's user data has them. */
  function configurationOf(key: string): Inputs {
    const { value } = find(key).inputs['userData'] as { readonly value: string };
    const { write_files: files } = parse(Buffer.from(value, 'base64').toString()) as {
      write_files: { path: string; content: string }[];
    };
    const file = files.find(({ path }) => path === '/etc/scf-chat/gateway.json');
    return JSON.parse(file?.content ?? '') as Inputs;
  }

  it('makes what two machines need, each after what it waits for', () => {
    for (const [key, waitsFor] of Object.entries(EDGES)) {
      expect([key, [...find(key).dependencies].sort()]).toEqual([key, waitsFor]);
    }
  });

  it('does not touch the second machine before the first one serves', () => {
    expect(find('Instance:gateway').dependencies).not.toContain('LoadBalancerTarget:gateway');
    expect(find('Instance:gateway-2').dependencies).toContain('LoadBalancerTarget:gateway');
    for (const suffix of ['', '-2']) {
      expect(find(`LoadBalancerTarget:gateway${suffix}`).dependencies).toEqual(
        expect.arrayContaining([
          'ClbListener:gateway',
          'ClbListener:gateway-push-back',
          `EipAssociation:gateway${suffix}`,
          `Instance:gateway${suffix}`,
        ]),
      );
    }
    expect(run.resources.map(({ type }) => kindOf(type))).not.toContain('MachineDrain');
  });

  it('gives the provider only properties that its schema knows, with the types it wants', () => {
    const fromProvider = run.resources.filter(({ type }) => type.startsWith('tencentcloud:'));
    expect(fromProvider.flatMap(({ type, inputs }) => complaints(type, inputs))).toEqual([]);
  });

  it('makes each a node of one cluster, at an address of its own', () => {
    const redisUrl = `redis://:${TOKEN}@10.77.0.5:6379`;
    for (const [key, address] of [
      ['Instance:gateway', '10.77.0.10'],
      ['Instance:gateway-2', '10.77.0.11'],
    ] as const) {
      expect(find(key).inputs['privateIp']).toBe(address);
      expect(configurationOf(key)).toMatchObject({ redisUrl, listen: `${address}:8080` });
      expect(isSecretValue(find(key).inputs['userData'])).toBe(true);
    }
  });

  it('has functions push to an address that outlives each machine', () => {
    expect(find('ClbInstance:gateway-push-back').inputs).toMatchObject({
      networkType: 'INTERNAL',
      vip: '10.77.0.12',
    });
    const environment = find('ScfFunction:transport').inputs['environment'] as Inputs;
    expect(environment['PUSH_BACK_URL']).toMatchObject({
      value: `http://10.77.0.12:8081/${TOKEN}?batch=500`,
    });
    for (const role of ['transport', 'cleanup']) {
      const before = find(`ScfFunction:${role}`).dependencies;
      expect(before).toContain('ClbListener:gateway-push-back');
      expect(before).not.toContain('Instance:gateway');
    }
  });

  it('gives out the public load balancer', () => {
    expect(run.outputs['wsUrl']).toBe('ws://203.0.113.8:8080/release/');
    expect(run.secretOutputs).toEqual(['pushBackUrl']);
    expect(find('ClbInstance:gateway').inputs).toMatchObject({ networkType: 'OPEN' });
  });

  it('asks each node whether it serves, where everybody may ask', () => {
    for (const key of ['ClbListener:gateway', 'ClbListener:gateway-push-back']) {
      expect(find(key).inputs).toMatchObject({
        protocol: 'TCP',
        healthCheckType: 'HTTP',
        healthCheckHttpPath: '/healthz',
        healthCheckPort: 8080,
      });
      expect(find(key).inputs['sessionExpireTime']).toBeUndefined();
    }
  });

  it('keeps Redis to the network, behind a password that is a secret', () => {
    const redis = find('RedisInstance:gateway').inputs;
    expect(redis).toMatchObject({ forceDelete: true, securityGroups: ['gateway-redis-id'] });
    expect(isSecretValue(redis['password'])).toBe(true);
    const rules = find('SecurityGroupRuleSet:gateway-redis').inputs;
    expect(rules['ingresses']).toMatchObject([{ port: '6379', cidrBlock: '10.77.0.0/24' }]);
  });

  it('stands where machines are for sale and Redis is', () => {
    expect(find('Instance:gateway').inputs['availabilityZone']).toBe('ap-guangzhou-7');
  });

  it('says how the machines are replaced', () => {
    expect(run.warnings.join('\n')).toContain('one goes after the other');
  });
});
