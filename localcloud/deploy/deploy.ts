import * as pulumi from '@pulumi/pulumi';
import { CloudClient, type CloudAddress } from './cloud-client';
import { apiGatewayService } from './resources/api-gateway-service';
import { camPolicy, camRole, camRolePolicyAttachment } from './resources/cam';
import { cosBucket } from './resources/cos-bucket';
import { dynamicResource } from './resources/dynamic-resource';
import type { Inputs, ResourceType } from './resources/resource';
import { scfFunction } from './resources/scf-function';
import { unwrapSecrets } from './secrets';

export interface DeployOptions {
  readonly cloud: CloudAddress;
  /** The project's root; relative paths of zips start there. */
  readonly root: string;
  readonly project: string;
  readonly stack: string;
  /** Keys with their namespace. */
  readonly config: Readonly<Record<string, string>>;
  /** Loads the Pulumi program's module: outputs, or a function that gives them. */
  readonly loadProgram: () => unknown;
  /** Hears of each resource when it has been made. */
  readonly onCreated?: (resource: CreatedResource) => void;
}

export interface CreatedResource {
  /** e.g. `tencentcloud:index/scfFunction:ScfFunction`. */
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly durationMs: number;
}

/** The cloud has refused to make a resource; its own words say why. */
export class ResourceRefused extends Error {}

/**
 * Runs the Pulumi program in this process, under the Pulumi runtime, against a local cloud.
 * Each resource is made by the cloud actions that the real provider would call.
 *
 * @returns the stack's outputs, plain
 * @throws the first failure, of the program or of a resource; ResourceRefused when the cloud said no
 */
export async function deploy(options: DeployOptions): Promise<Record<string, unknown>> {
  const failures = new FirstFailure();
  const types = resourceTypes(options);
  const cloud = new CloudClient(options.cloud);

  pulumi.runtime.setAllConfig({ ...options.config });
  await pulumi.runtime.setMocks(
    {
      call: ({ token }) => failures.watch(invoke(token, cloud)),
      newResource: ({ type, name, inputs, custom }) =>
        custom === false
          ? { id: undefined, state: inputs as Inputs }
          : failures.watch(create(type, name, inputs as Inputs)),
    },
    options.project,
    options.stack,
    false,
  );
  const outputs = await Promise.race([
    failures.first,
    pulumi.runtime.runInPulumiStack(() => run(options.loadProgram())) as Promise<
      Record<string, unknown>
    >,
  ]);
  failures.stop();
  return outputs;

  async function create(type: string, name: string, inputs: Inputs) {
    const resource = type.startsWith('pulumi-nodejs:dynamic/') ? types['dynamic'] : types[type];
    if (resource === undefined) {
      throw new Error(`The local cloud does not know resources of the type ${type} (${name}).`);
    }
    const start = performance.now();
    const { id, outputs } = await resource
      .create(unwrapSecrets(inputs) as Inputs, cloud)
      .catch((error: unknown) => {
        throw asRefusal(error, `${type} "${name}"`);
      });
    options.onCreated?.({ type, name, durationMs: performance.now() - start });
    return { id, state: { ...inputs, ...outputs } };
  }
}

/** An error of API 3.0 has a code; any other is ours. */
function asRefusal(error: unknown, resource: string): unknown {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? new ResourceRefused(
        `The cloud refused to create ${resource}: ${error.message} (${error.code})`,
        {
          cause: error,
        },
      )
    : error;
}

function run(program: unknown): Promise<unknown> {
  return Promise.resolve(typeof program === 'function' ? (program as () => unknown)() : program);
}

function resourceTypes({ root, config }: DeployOptions): Readonly<Record<string, ResourceType>> {
  return {
    'tencentcloud:index/apiGatewayService:ApiGatewayService': apiGatewayService,
    'tencentcloud:index/camPolicy:CamPolicy': camPolicy,
    'tencentcloud:index/camRole:CamRole': camRole,
    'tencentcloud:index/camRolePolicyAttachment:CamRolePolicyAttachment': camRolePolicyAttachment,
    'tencentcloud:index/cosBucket:CosBucket': cosBucket,
    'tencentcloud:index/scfFunction:ScfFunction': scfFunction(root),
    dynamic: dynamicResource(config),
  };
}

/** The one data source of the program: who am I. */
async function invoke(token: string, cloud: CloudClient): Promise<Record<string, unknown>> {
  if (token !== 'tencentcloud:index/getUserInfo:getUserInfo') {
    throw new Error(`The local cloud does not know the data source ${token}.`);
  }
  const user = await cloud.call('cam', 'GetUserAppId', {});
  return {
    id: 'user-info',
    appId: String(user['AppId']),
    uin: user['Uin'],
    ownerUin: user['OwnerUin'],
    name: '',
  };
}

/**
 * The first failure of a run. A resource that cannot be made rejects outputs that nobody awaits;
 * Node would end the process for them, and with another error than the one that matters.
 */
class FirstFailure {
  readonly first: Promise<never>;
  private readonly controller = new AbortController();
  private readonly fail = (error: unknown) => this.controller.abort(error);

  constructor() {
    const { signal } = this.controller;
    this.first = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    this.first.catch(() => undefined);
    process.on('unhandledRejection', this.fail);
  }

  async watch<T>(result: Promise<T>): Promise<T> {
    try {
      return await result;
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  /** After a success; a failed run goes on rejecting for as long as the process lives. */
  stop(): void {
    process.off('unhandledRejection', this.fail);
  }
}
