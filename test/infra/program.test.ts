import { isSecretValue, kindOf, runProgram, type ProgramRun } from '../support/program-under-mocks';
import { complaints, takesTags } from '../support/property-table';

type Inputs = Readonly<Record<string, unknown>>;

/** Each resource and what it waits for: the graph of docs/architecture.md. */
const EDGES = {
  'ApiGatewayService:gateway': [],
  'CosBucket:registry': ['ApiGatewayService:gateway'],
  'CamRole:register': ['ApiGatewayService:gateway'],
  'CamRole:transport': ['ApiGatewayService:gateway'],
  'CamRole:cleanup': ['ApiGatewayService:gateway'],
  'CamPolicy:register': ['ApiGatewayService:gateway'],
  'CamPolicy:transport': ['ApiGatewayService:gateway'],
  'CamPolicy:cleanup': ['ApiGatewayService:gateway'],
  'CamRolePolicyAttachment:register': [
    'ApiGatewayService:gateway',
    'CamPolicy:register',
    'CamRole:register',
  ],
  'CamRolePolicyAttachment:transport': [
    'ApiGatewayService:gateway',
    'CamPolicy:transport',
    'CamRole:transport',
  ],
  'CamRolePolicyAttachment:cleanup': [
    'ApiGatewayService:gateway',
    'CamPolicy:cleanup',
    'CamRole:cleanup',
  ],
  'ScfFunction:register': [
    'CamRole:register',
    'CamRolePolicyAttachment:register',
    'CosBucket:registry',
  ],
  'WebSocketApi:gateway': ['ApiGatewayService:gateway', 'ScfFunction:register'],
  'ScfFunction:transport': [
    'CamRole:transport',
    'CamRolePolicyAttachment:transport',
    'CosBucket:registry',
    'WebSocketApi:gateway',
  ],
  'ScfFunction:cleanup': [
    'CamRole:cleanup',
    'CamRolePolicyAttachment:cleanup',
    'CosBucket:registry',
    'WebSocketApi:gateway',
  ],
  'WebSocketDeployment:gateway': [
    'ApiGatewayService:gateway',
    'ScfFunction:cleanup',
    'ScfFunction:register',
    'ScfFunction:transport',
    'WebSocketApi:gateway',
  ],
};

describe('the program', () => {
  let run: ProgramRun;
  beforeAll(async () => {
    run = await runProgram();
  });

  it('registers the resources of the graph, each with its edges', () => {
    const edges = Object.fromEntries(
      run.resources
        .filter(({ custom }) => custom)
        .map(({ type, name, dependencies }) => [
          `${kindOf(type)}:${name}`,
          [...dependencies].sort(),
        ]),
    );
    process.stdout.write(
      `${Object.entries(edges)
        .map(([resource, waitsFor]) => `${resource} <- ${waitsFor.join(', ') || 'nothing'}`)
        .join('\n')}\n`,
    );
    expect(edges).toEqual(EDGES);
  });

  it('makes each resource after everything it waits for, the service first', () => {
    expect(run.order[0]).toBe('ApiGatewayService:gateway');
    expect(run.order).toHaveLength(Object.keys(EDGES).length);
    for (const [resource, waitsFor] of Object.entries(EDGES)) {
      for (const dependency of waitsFor) {
        expect(run.order.indexOf(dependency)).toBeLessThan(run.order.indexOf(resource));
      }
    }
  });

  it('gives the provider only properties that its schema knows, with the types it wants', () => {
    const fromProvider = run.resources.filter(({ type }) => type.startsWith('tencentcloud:'));
    expect(fromProvider).toHaveLength(14);
    expect(fromProvider.flatMap(({ type, inputs }) => complaints(type, inputs))).toEqual([]);
  });

  it('says by tags which project and stack a resource is of, wherever the provider takes tags', () => {
    const tagged = run.resources.filter(({ type }) => takesTags(type));
    expect(tagged.map(({ type }) => kindOf(type)).sort()).toEqual([
      'ApiGatewayService',
      ...Array<string>(3).fill('CamPolicy'),
      ...Array<string>(3).fill('CamRole'),
      'CosBucket',
      ...Array<string>(3).fill('ScfFunction'),
    ]);
    for (const { inputs } of tagged) {
      expect(inputs['tags']).toEqual({ 'pulumi-project': 'scf-chat', 'pulumi-stack': 'dev' });
    }
  });

  it('binds the API to register alone at first, and to all three functions in its deployment', () => {
    expect(inputsOf(run, 'WebSocketApi:gateway')).toMatchObject({
      serviceId: 'gateway-id',
      path: '/',
      timeout: 800,
      register: 'scf-chat-dev-register',
    });
    expect(inputsOf(run, 'WebSocketDeployment:gateway')).toMatchObject({
      apiId: 'api-abc',
      environment: 'release',
      register: 'scf-chat-dev-register',
      transport: 'scf-chat-dev-transport',
      cleanup: 'scf-chat-dev-cleanup',
    });
  });

  it('puts the push-back URL into transport and cleanup as a secret, and not into register', () => {
    for (const role of ['transport', 'cleanup']) {
      const environment = inputsOf(run, `ScfFunction:${role}`)['environment'] as Inputs;
      expect(isSecretValue(environment['PUSH_BACK_URL'])).toBe(true);
      expect(environment).toMatchObject({
        PUSH_BACK_URL: {
          value: 'http://set-abc.cb-guangzhou.apigateway.tencentyun.com/api-abc',
        },
        REGISTRY_BUCKET: 'scf-chat-dev-1300000000',
        REGISTRY_REGION: 'ap-guangzhou',
      });
    }
    expect(inputsOf(run, 'ScfFunction:register')['environment']).toEqual({
      REGISTRY_BUCKET: 'scf-chat-dev-1300000000',
      REGISTRY_REGION: 'ap-guangzhou',
    });
    const api = run.resources.find(({ type }) => kindOf(type) === 'WebSocketApi');
    expect(api?.additionalSecretOutputs).toEqual(['pushBackUrl']);
  });

  it('lets each function do just what it needs, on the connections only', () => {
    const allowed = ['register', 'transport', 'cleanup'].map((role) => {
      const document = JSON.parse(String(inputsOf(run, `CamPolicy:${role}`)['document'])) as {
        statement: { action: string[]; resource: string[] }[];
      };
      return document.statement.map(({ action, resource }) => [action, resource]);
    });
    const connections = [
      'qcs::cos:ap-guangzhou:uid/1300000000:scf-chat-dev-1300000000/connections/*',
    ];
    expect(allowed).toEqual([
      [[['name/cos:PutObject'], connections]],
      [[['name/cos:GetBucket', 'name/cos:DeleteObject'], connections]],
      [[['name/cos:DeleteObject'], connections]],
    ]);
  });

  it('gives the outputs that people and scripts read', () => {
    expect(run.outputs).toEqual({
      wsUrl: 'wss://service-abc-1300000000.gz.apigw.tencentcs.com/release/',
      page: 'dist/dev/index.html',
      bucket: 'scf-chat-dev-1300000000',
      functions: {
        register: 'scf-chat-dev-register',
        transport: 'scf-chat-dev-transport',
        cleanup: 'scf-chat-dev-cleanup',
      },
      pushBackUrl: 'http://set-abc.cb-guangzhou.apigateway.tencentyun.com/api-abc',
      account: '1',
    });
    expect(run.secretOutputs).toEqual(['pushBackUrl']);
  });

  it('holds no credentials in any input or output', () => {
    expect(JSON.stringify([run.resources, run.outputs])).not.toContain('AKIDEXAMPLE');
    expect(JSON.stringify([run.resources, run.outputs])).not.toContain('examplekey');
  });

  it('warns in two lines that API Gateway is being switched off', () => {
    expect(run.warnings).toHaveLength(1);
    expect(run.warnings[0]?.split('\n')).toHaveLength(2);
    expect(run.warnings[0]).toContain('2024-07-01');
  });
});

describe('the program with other settings', () => {
  it.each([
    ['accessToken', 'ACCESS_TOKEN'],
    ['accessJwtKey', 'ACCESS_JWT_KEY'],
  ])('puts %s into register as a secret, and nowhere else', async (setting, variable) => {
    const secret = 'a secret that is long enough';
    const run = await runProgram({ config: { [`scf-chat:${setting}`]: secret } });
    const environment = inputsOf(run, 'ScfFunction:register')['environment'] as Inputs;
    expect(environment[variable]).toMatchObject({ value: secret });
    expect(isSecretValue(environment[variable])).toBe(true);
    const elsewhere = run.resources.filter((resource) => JSON.stringify(resource).includes(secret));
    expect(elsewhere.map(({ name }) => name)).toEqual(['register']);
    expect(JSON.stringify(run.outputs)).not.toContain(secret);
  });

  it('passes every setting on', async () => {
    const run = await runProgram({
      stack: 'prod',
      config: {
        'tencentcloud:region': 'ap-shanghai',
        'scf-chat:apiEnvironment': 'test',
        'scf-chat:apiPath': '/chat',
        'scf-chat:serviceProtocol': 'http',
        'scf-chat:serviceTimeout': '60',
        'scf-chat:functionRuntime': 'Nodejs18.15',
        'scf-chat:functionTimeout': '30',
        'scf-chat:functionMemory': '256',
        'scf-chat:forceClean': 'true',
      },
    });
    expect(run.outputs['wsUrl']).toBe(
      'ws://service-abc-1300000000.gz.apigw.tencentcs.com/test/chat',
    );
    expect(inputsOf(run, 'ApiGatewayService:gateway')).toMatchObject({
      serviceName: 'scf-chat-prod',
      protocol: 'http',
    });
    expect(inputsOf(run, 'CosBucket:registry')).toMatchObject({
      bucket: 'scf-chat-prod-1300000000',
      forceClean: true,
    });
    expect(inputsOf(run, 'ScfFunction:transport')).toMatchObject({
      name: 'scf-chat-prod-transport',
      runtime: 'Nodejs18.15',
      timeout: 30,
      memSize: 256,
    });
    expect(inputsOf(run, 'WebSocketDeployment:gateway')).toMatchObject({
      path: '/chat',
      timeout: 60,
      environment: 'test',
    });
  });

  it('makes all but the gateway where that is external, with the same outputs', async () => {
    const pushBackUrl = 'http://10.0.0.4:8081/a-secret-path?batch=500';
    const run = await runProgram({
      config: {
        'scf-chat:gateway': 'external',
        'scf-chat:gatewayUrl': 'wss://chat.example.com/release/',
        'scf-chat:pushBackUrl': pushBackUrl,
      },
    });
    const kinds = run.resources.filter(({ custom }) => custom).map(({ type }) => kindOf(type));
    expect(kinds).toHaveLength(13);
    expect(kinds.filter((kind) => /Gateway|WebSocket/.test(kind))).toEqual([]);
    const environment = inputsOf(run, 'ScfFunction:transport')['environment'] as Inputs;
    expect(environment).toMatchObject({ PUSH_BACK_URL: { value: pushBackUrl } });
    expect(isSecretValue(environment['PUSH_BACK_URL'])).toBe(true);
    expect(run.outputs).toMatchObject({
      wsUrl: 'wss://chat.example.com/release/',
      page: 'dist/dev/index.html',
      bucket: 'scf-chat-dev-1300000000',
      functions: { register: 'scf-chat-dev-register' },
      pushBackUrl,
    });
    expect(run.secretOutputs).toEqual(['pushBackUrl']);
    expect(run.warnings).toEqual([]);
  });

  it('shares no name between two stacks', async () => {
    const [dev, prod] = [await runProgram({ stack: 'dev' }), await runProgram({ stack: 'prod' })];
    expect(namesOf(dev).filter((name) => namesOf(prod).includes(name))).toEqual([]);
    expect(namesOf(dev)).toHaveLength(11);
  });
});

function inputsOf(run: ProgramRun, key: string): Inputs {
  const found = run.resources.find(({ type, name }) => `${kindOf(type)}:${name}` === key);
  if (found === undefined) {
    throw new Error(`The program registers no ${key}.`);
  }
  return found.inputs;
}

function namesOf(run: ProgramRun): string[] {
  return run.resources.flatMap(({ inputs, type }) =>
    type.startsWith('tencentcloud:')
      ? [inputs['name'], inputs['bucket'], inputs['serviceName']]
          .filter((name) => typeof name === 'string')
          .map((name) => `${kindOf(type)} ${name}`)
      : [],
  );
}
