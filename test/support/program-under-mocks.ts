import type * as pulumi from '@pulumi/pulumi';
import path from 'node:path';
import typescript from 'typescript';

/** The project's root. */
export const ROOT = path.join(__dirname, '..', '..');

/** One resource as the program registered it. */
export interface RegisteredResource {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Names of the resources it depends on, as `<kind>:<name>`. */
  readonly dependencies: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface ProgramRun {
  readonly resources: readonly RegisteredResource[];
  /** Keys of resources in the order in which they were made. */
  readonly order: readonly string[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly secretOutputs: readonly string[];
  readonly warnings: readonly string[];
}

export interface ProgramOptions {
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly appId?: string;
  /** What machines are for sale where. */
  readonly offers?: readonly { readonly availabilityZone: string; readonly status: string }[];
  /** Environment variables the program may see besides none of TENCENTCLOUD_*. */
  readonly environment?: Readonly<Record<string, string>>;
}

const DEFAULTS: Readonly<Record<string, string>> = {
  'tencentcloud:region': 'ap-guangzhou',
  'scf-chat:gateway': 'api-gateway',
  'scf-chat:apiEnvironment': 'release',
  'scf-chat:apiPath': '/',
  'scf-chat:serviceProtocol': 'https',
  'scf-chat:serviceTimeout': '800',
  'scf-chat:functionRuntime': 'Nodejs20.19',
  'scf-chat:functionTimeout': '15',
  'scf-chat:functionMemory': '128',
  'scf-chat:forceClean': 'false',
};

const OFFERS = [
  { availabilityZone: 'ap-guangzhou-4', status: 'SOLD_OUT' },
  { availabilityZone: 'ap-guangzhou-7', status: 'SELL' },
  { availabilityZone: 'ap-guangzhou-6', status: 'SELL' },
];
const IMAGES = [
  { imageId: 'img-ubuntu', imageName: 'Ubuntu Server 24.04 LTS 64bit' },
  { imageId: 'img-arm', imageName: 'Debian 12.8 64bit', architecture: 'arm64' },
  { imageId: 'img-debian', imageName: 'Debian 12.8 64bit' },
].map((image) => ({ architecture: 'x86_64', imageState: 'NORMAL', ...image }));

/** What the provider would add to a resource's outputs, by kind. */
const COMPUTED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ApiGatewayService: { outerSubDomain: 'service-abc-1300000000.gz.apigw.tencentcs.com' },
  ClbInstance: { clbVips: ['203.0.113.8'], domain: '' },
  ClbListener: { listenerId: 'lbl-abc' },
  Eip: { publicIp: '203.0.113.7' },
  RedisInstance: { ip: '10.77.0.5' },
  RandomToken: { token: 'f'.repeat(64) },
  WebSocketApi: {
    apiId: 'api-abc',
    pushBackUrl: 'http://set-abc.cb-guangzhou.apigateway.tencentyun.com/api-abc',
  },
};

/** What the provider would find out, by data source; who asks is the account unless told. */
function answerOf(token: string, inputs: object, { appId, offers }: ProgramOptions): object {
  switch (kindOf(token)) {
    case 'getInstanceTypes':
      return { instanceTypes: offers ?? OFFERS };
    case 'getAvailabilityZonesByProduct':
      return { ...inputs, zones: [{ name: 'ap-guangzhou-7' }] };
    case 'getImages':
      return { images: IMAGES };
    case 'getSubnet':
      return { ...inputs, cidrBlock: '10.9.8.0/24', availabilityZone: 'ap-guangzhou-3' };
    default:
      return { appId: appId ?? '1300000000', uin: '1', ownerUin: '1', name: '' };
  }
}

/** How Pulumi marks a secret inside a resource's inputs. */
const SECRET_SIGNATURE = '4dabf18193072939515e22adb298388d';

/** Whether a recorded input is marked as a secret. */
export function isSecretValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && SECRET_SIGNATURE in value;
}

/** The name of a type without its package: `ScfFunction`. */
export function kindOf(type: string): string {
  return type.slice(type.lastIndexOf(':') + 1);
}

/**
 * Runs the whole program under Pulumi's mocks, in a module registry of its own, and records what
 * it registered. Mocks see no resource options, so they are read off the monitor's requests.
 * TypeScript, which keeps nothing of a run and takes half a second to load, is shared by all.
 */
export async function runProgram(options: ProgramOptions = {}): Promise<ProgramRun> {
  const stack = options.stack ?? 'dev';
  const warnings: string[] = [];
  const resources: RegisteredResource[] = [];
  const order: string[] = [];
  const secretOutputs: string[] = [];
  let outputs: Readonly<Record<string, unknown>> = {};

  const restore = replaceEnvironment({
    TENCENTCLOUD_SECRET_ID: 'AKIDEXAMPLE',
    TENCENTCLOUD_SECRET_KEY: 'examplekey',
    ...options.environment,
  });
  try {
    await jest.isolateModulesAsync(async () => {
      jest.doMock('typescript', () => typescript);
      const { isSecret, log, ...sdk } = require('@pulumi/pulumi') as typeof pulumi;
      const runtime = sdk.runtime as Omit<typeof pulumi.runtime, 'runInPulumiStack'> & {
        waitForRPCs(): Promise<void>;
        runInPulumiStack(program: () => unknown): Promise<Record<string, unknown>>;
      };
      jest.spyOn(log, 'warn').mockImplementation((message) => {
        warnings.push(message);
        return Promise.resolve();
      });
      runtime.setAllConfig({ ...DEFAULTS, ...options.config });
      await runtime.setMocks(
        {
          call: ({ token, inputs }) => answerOf(token, inputs as object, options),
          newResource({ type, name, inputs, custom, id }) {
            const kind = kindOf(type);
            if (custom) {
              order.push(`${kind}:${name}`);
            }
            return {
              // An id that is not given is empty here.
              id: id === undefined || id === '' ? `${name}-id` : id,
              state: { ...(inputs as object), ...COMPUTED[kind] },
            };
          },
        },
        'scf-chat',
        stack,
      );
      recordRegistrations(runtime, resources);
      const program = require('../../index') as () => Promise<Record<string, unknown>>;
      outputs = await runtime.runInPulumiStack(async () => {
        const exported = await program();
        secretOutputs.push(...(await secretsAmong(exported, isSecret)));
        return exported;
      });
      await runtime.waitForRPCs();
    });
  } finally {
    restore();
    jest.restoreAllMocks();
  }
  return { resources, order, outputs, secretOutputs, warnings };
}

async function secretsAmong(
  exported: Readonly<Record<string, unknown>>,
  isSecret: typeof pulumi.isSecret,
): Promise<string[]> {
  const names: string[] = [];
  for (const [name, value] of Object.entries(exported)) {
    if (
      typeof value === 'object' &&
      value !== null &&
      '__pulumiOutput' in value &&
      (await isSecret(value as unknown as pulumi.Output<unknown>))
    ) {
      names.push(name);
    }
  }
  return names;
}

interface RegisterRequest {
  toObject(): {
    readonly type: string;
    readonly name: string;
    readonly custom: boolean;
    readonly dependenciesList: readonly string[];
    readonly additionalsecretoutputsList: readonly string[];
    readonly deletebeforereplace: boolean;
  };
  getObject(): { toJavaScript(): Record<string, unknown> };
}

function recordRegistrations(runtime: object, resources: RegisteredResource[]): void {
  const monitor = (
    runtime as {
      getMonitor(): { registerResource(request: RegisterRequest, done: unknown): unknown };
    }
  ).getMonitor();
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, done) => {
    const { type, name, custom, ...rest } = request.toObject();
    resources.push({
      type,
      name,
      custom,
      inputs: request.getObject().toJavaScript(),
      dependencies: rest.dependenciesList.map(keyOfUrn),
      additionalSecretOutputs: rest.additionalsecretoutputsList,
      deleteBeforeReplace: rest.deletebeforereplace,
    });
    return register(request, done);
  };
}

function keyOfUrn(urn: string): string {
  const [type = '', name = ''] = urn.split('::').slice(-2);
  return `${kindOf(type)}:${name}`;
}

/** Sets variables for one run and takes every TENCENTCLOUD_ one of the terminal away. */
function replaceEnvironment(wanted: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env };
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('TENCENTCLOUD_'))) {
    delete process.env[name];
  }
  Object.assign(process.env, wanted);
  return () => {
    for (const name of Object.keys(wanted)) {
      delete process.env[name];
    }
    Object.assign(process.env, before);
  };
}
