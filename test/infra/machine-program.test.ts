import { complaints } from '../support/property-table';
import {
  isSecretValue,
  kindOf,
  runProgram,
  type ProgramRun,
  type RegisteredResource,
} from '../support/program-under-mocks';

type Inputs = Readonly<Record<string, unknown>>;

const MACHINE = { 'scf-chat:gateway': 'machine', 'scf-chat:machineType': 'S5.SMALL2' };

/** What the gateway's machine adds to the graph, and what each part waits for. */
const EDGES = {
  'RandomToken:gateway': [],
  'Vpc:gateway': [],
  'Subnet:gateway': ['Vpc:gateway'],
  'Eip:gateway': [],
  'SecurityGroup:gateway': [],
  'SecurityGroupRuleSet:gateway': ['SecurityGroup:gateway'],
  'CosBucketObject:gateway': ['CosBucket:registry'],
  'CamRole:gateway': [],
  'CamRolePolicyAttachment:gateway': ['CamPolicy:gateway', 'CamRole:gateway'],
  'EipAssociation:gateway': ['Eip:gateway', 'Instance:gateway'],
  'MachineDrain:gateway': ['EipAssociation:gateway', 'Instance:gateway'],
};

describe('the program with a gateway on a machine', () => {
  let run: ProgramRun;
  beforeAll(async () => {
    run = await runProgram({ config: MACHINE });
  });

  function find(key: string) {
    const found = run.resources.find(({ type, name }) => `${kindOf(type)}:${name}` === key);
    if (found === undefined) throw new Error(`The program registers no ${key}.`);
    return found;
  }

  function inputsOf(key: string): Inputs {
    return find(key).inputs;
  }

  it('makes what the machine needs, each after what it waits for', () => {
    expect(run.order).toHaveLength(26);
    for (const [key, waitsFor] of Object.entries(EDGES)) {
      expect([key, [...find(key).dependencies].sort()]).toEqual([key, waitsFor]);
    }
    const before = find('Instance:gateway').dependencies;
    for (const key of ['SecurityGroupRuleSet', 'CamRolePolicyAttachment', 'CosBucketObject']) {
      expect(before).toContain(`${key}:gateway`);
    }
  });

  it('gives the provider only properties that its schema knows, with the types it wants', () => {
    const fromProvider = run.resources.filter(({ type }) => type.startsWith('tencentcloud:'));
    expect(fromProvider.flatMap(({ type, inputs }) => complaints(type, inputs))).toEqual([]);
  });

  it('lets the functions join the network and wait for no machine', () => {
    for (const role of ['register', 'transport', 'cleanup']) {
      expect(inputsOf(`ScfFunction:${role}`)).toMatchObject({
        vpcId: 'gateway-id',
        subnetId: 'gateway-id',
        enablePublicNet: true,
      });
      expect(find(`ScfFunction:${role}`).dependencies).not.toContain('Instance:gateway');
    }
  });

  it('pushes back to the private address, by a URL that is a secret', () => {
    const environment = inputsOf('ScfFunction:transport')['environment'] as Inputs;
    expect(environment['PUSH_BACK_URL']).toMatchObject({
      value: `http://10.77.0.10:8081/${'f'.repeat(64)}?batch=500`,
    });
    expect(isSecretValue(environment['PUSH_BACK_URL'])).toBe(true);
    expect(find('RandomToken:gateway').additionalSecretOutputs).toEqual(['token']);
    expect(run.secretOutputs).toEqual(['pushBackUrl']);
  });

  it('gives the same outputs as any other gateway', () => {
    expect(run.outputs).toMatchObject({
      wsUrl: 'ws://203.0.113.7:8080/release/',
      page: 'dist/dev/index.html',
      bucket: 'scf-chat-dev-1300000000',
      functions: { register: 'scf-chat-dev-register' },
      account: '1',
    });
  });

  it('starts the machine where one is for sale, at its fixed address, with secret user data', () => {
    const machine = find('Instance:gateway');
    expect(machine.inputs).toMatchObject({
      instanceType: 'S5.SMALL2',
      imageId: 'img-debian',
      availabilityZone: 'ap-guangzhou-6',
      privateIp: '10.77.0.10',
      orderlySecurityGroups: ['gateway-id'],
      allocatePublicIp: false,
      userDataReplaceOnChange: true,
    });
    expect(isSecretValue(machine.inputs['userData'])).toBe(true);
    expect(machine.additionalSecretOutputs).toContain('userDataRaw');
    expect(machine.deleteBeforeReplace).toBe(true);
  });

  it('lets in clients from everywhere, push-backs from the network, and nothing else', () => {
    expect(inputsOf('SecurityGroupRuleSet:gateway')['ingresses']).toEqual([
      {
        action: 'ACCEPT',
        protocol: 'TCP',
        port: '8080',
        cidrBlock: '0.0.0.0/0',
        description: 'clients',
      },
      {
        action: 'ACCEPT',
        protocol: 'TCP',
        port: '8081',
        cidrBlock: '10.77.0.0/24',
        description: 'push-back',
      },
    ]);
  });

  it('lets the machine call the three functions and read bundles, and nothing else', () => {
    const document = JSON.parse(String(inputsOf('CamPolicy:gateway')['document'])) as unknown;
    const functions = ['register', 'transport', 'cleanup'].map(
      (role) => `qcs::scf:ap-guangzhou:uin/1:namespace/default/function/scf-chat-dev-${role}`,
    );
    const bundles = 'qcs::cos:ap-guangzhou:uid/1300000000:scf-chat-dev-1300000000/gateway/*';
    expect(document).toEqual({
      version: '2.0',
      statement: [
        { effect: 'allow', action: ['name/scf:InvokeFunction'], resource: functions },
        { effect: 'allow', action: ['name/cos:GetObject'], resource: [bundles] },
      ],
    });
  });

  it('says what ws means and how long a replacement takes', () => {
    expect(run.warnings.join('\n')).toContain('pages on https cannot connect');
    expect(run.warnings.join('\n')).toContain('about 2 minutes');
  });
});

describe('the program with a machine that has a domain', () => {
  const DOMAIN = { ...MACHINE, 'scf-chat:domain': 'chat.example.com' };
  let run: ProgramRun;
  beforeAll(async () => {
    run = await runProgram({ config: { ...DOMAIN, 'scf-chat:dnsZone': 'example.com' } });
  });

  const find = (kind: string) => run.resources.find(({ type }) => kindOf(type) === kind);

  function userDataOf({ inputs }: RegisteredResource): string {
    const { value } = inputs['userData'] as { readonly value: string };
    return Buffer.from(value, 'base64').toString();
  }

  it('makes the record before the machine, with properties that the schema knows', () => {
    const record = find('DnspodRecord');
    expect(record?.inputs).toEqual({
      domain: 'example.com',
      subDomain: 'chat',
      recordType: 'A',
      recordLine: '默认',
      value: '203.0.113.7',
      ttl: 600,
    });
    expect(complaints(record?.type ?? '', record?.inputs ?? {})).toEqual([]);
    expect(record?.dependencies).toEqual(['Eip:gateway']);
    expect(find('Instance')?.dependencies).toContain('DnspodRecord:gateway');
  });

  it('gives a URL with TLS, and the record that it rests on', () => {
    expect(run.outputs).toMatchObject({
      wsUrl: 'wss://chat.example.com/release/',
      dnsRecord: 'chat.example.com. 600 IN A 203.0.113.7',
    });
  });

  it('lets in clients where Caddy is, and nobody past it', () => {
    const ingresses = find('SecurityGroupRuleSet')?.inputs['ingresses'] as Inputs[];
    expect(ingresses.map(({ port, cidrBlock }) => [port, cidrBlock])).toEqual([
      ['443', '0.0.0.0/0'],
      ['80', '0.0.0.0/0'],
      ['8081', '10.77.0.0/24'],
    ]);
  });

  it('tells the gateway whom to believe about the addresses of clients, and how many to take', () => {
    const machine = find('Instance');
    const text = machine ? userDataOf(machine) : '';
    expect(text).toContain('reverse_proxy 10.77.0.10:8080');
    expect(text).toContain('"publicUrl": "wss://chat.example.com"');
    expect(text).toMatch(/"trustedProxies": \[\s+"10\.77\.0\.10",\s+"127\.0\.0\.1"\s+\]/);
    expect(text).toContain('"maxConnections": 10000');
  });

  it('warns of what a replacement takes, and no longer of ws', () => {
    expect(run.warnings).toHaveLength(1);
    expect(run.warnings[0]).toContain('about 2 minutes');
    expect(run.warnings[0]).toContain('five of a name in seven days');
  });

  it('leaves the record to whoever has the zone, and says so once', async () => {
    const { resources, outputs, warnings } = await runProgram({ config: DOMAIN });
    expect(resources.map(({ type }) => kindOf(type))).not.toContain('DnspodRecord');
    expect(outputs['dnsRecord']).toBe('chat.example.com. 600 IN A 203.0.113.7');
    expect(warnings.filter((warning) => warning.includes('output dnsRecord'))).toHaveLength(1);
  });
});

describe('the program with a machine elsewhere', () => {
  it('stands in the network that is given, and makes none', async () => {
    const run = await runProgram({
      config: {
        ...MACHINE,
        'scf-chat:vpcId': 'vpc-given',
        'scf-chat:subnetId': 'subnet-given',
        'scf-chat:machineAddress': '10.9.8.77',
        'scf-chat:machineImage': 'img-mine',
      },
    });
    const kinds = run.resources.map(({ type }) => kindOf(type));
    expect(kinds).not.toContain('Vpc');
    expect(kinds).not.toContain('Subnet');
    expect(run.resources.find(({ type }) => kindOf(type) === 'Instance')?.inputs).toMatchObject({
      vpcId: 'vpc-given',
      subnetId: 'subnet-given',
      privateIp: '10.9.8.77',
      availabilityZone: 'ap-guangzhou-3',
      imageId: 'img-mine',
    });
  });
});
