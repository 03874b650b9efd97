import * as pulumi from '@pulumi/pulumi';
import type { FunctionRole } from '../protocol/events';
import type { FunctionZip } from './bundle/functions';
import { ChatFunction } from './chat-function';
import { ApiGateway } from './gateways/api-gateway/api-gateway';
import { ExternalGateway } from './gateways/external';
import type { FunctionNetwork, Gateway } from './gateways/gateway';
import { GatewayMachine, type GatewayMachineArgs } from './gateways/machine/gateway-machine';
import type { PhysicalNames } from './names';
import { RegistryBucket, type RegistryAction } from './registry-bucket';
import type { Settings } from './settings';
import type { Tags } from './tags';

export interface ChatArgs {
  readonly settings: Settings;
  readonly names: PhysicalNames;
  readonly region: string;
  /** The account: its AppId, which buckets carry, and its number (Uin). */
  readonly appId: string;
  readonly account: string;
  /** Of every resource that takes tags. */
  readonly tags: Tags;
  /** The three functions, built. */
  readonly zips: Readonly<Record<FunctionRole, FunctionZip>>;
  /** For a gateway on a machine of its own: where it will stand, and what will run on it. */
  readonly machine?: Pick<GatewayMachineArgs, 'site' | 'bundle' | 'files' | 'domain'> | undefined;
}

type Environment = Readonly<Record<string, pulumi.Input<string>>>;

/** What each function is for, and all that it may do with the registry. */
const FUNCTIONS: Readonly<
  Record<FunctionRole, { readonly description: string; readonly mayDo: readonly RegistryAction[] }>
> = {
  register: { description: 'Writes a new connection into the registry', mayDo: ['put'] },
  transport: {
    description: 'Passes a message on to every other member',
    mayDo: ['list', 'delete'],
  },
  cleanup: { description: 'Removes a closed connection from the registry', mayDo: ['delete'] },
};

/** The whole chat: gateway, registry and the three functions, wired in one pass. */
export class Chat extends pulumi.ComponentResource {
  /** The URL that clients connect to. */
  readonly wsUrl: pulumi.Output<string>;
  /** Where functions push frames to; a secret. */
  readonly pushBackUrl: pulumi.Output<string>;
  /** As of a gateway. */
  readonly dnsRecord: pulumi.Output<string> | undefined;
  readonly bucket: pulumi.Output<string>;
  readonly functions: Readonly<Record<FunctionRole, pulumi.Output<string>>>;

  constructor(name: string, args: ChatArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super('scf-chat:index:Chat', name, {}, opts);

    const gateway = this.createGateway(args);
    const after = { parent: this, dependsOn: [...gateway.prerequisites] };
    const registry = this.createRegistry(args, after);
    const create = (role: FunctionRole, environment: Environment) =>
      this.createFunction(role, args, registry, environment, gateway.network, after);
    const register = create('register', access(args.settings));

    this.pushBackUrl = gateway.pushBackUrl(register);
    const environment = { PUSH_BACK_URL: this.pushBackUrl };
    const transport = create('transport', environment);
    const cleanup = create('cleanup', environment);

    this.functions = { register, transport, cleanup };
    this.bucket = registry.bucket;
    this.dnsRecord = gateway.dnsRecord;
    this.wsUrl = gateway.bind(this.functions, this.bucket);
    this.registerOutputs({ wsUrl: this.wsUrl, bucket: this.bucket, functions: this.functions });
  }

  private createGateway(args: ChatArgs): Gateway {
    const { settings, names, account, tags, machine } = args;
    if (settings.gateway === 'external') {
      const { gatewayUrl: wsUrl, pushBackUrl } = settings;
      return new ExternalGateway({ wsUrl, pushBackUrl });
    }
    if (machine !== undefined) {
      return new GatewayMachine(
        'gateway',
        {
          name: names.machine,
          region: args.region,
          account,
          appId: args.appId,
          functionNames: names.functions,
          bucketName: names.bucket,
          ...machine,
          type: settings.machineType,
          environment: settings.apiEnvironment,
          path: settings.apiPath,
          timeout: settings.serviceTimeout,
          functionTimeout: settings.functionTimeout,
          limits: settings,
          tags,
        },
        { parent: this },
      );
    }
    return new ApiGateway(
      'gateway',
      {
        serviceName: names.service,
        apiName: names.api,
        account,
        protocol: settings.serviceProtocol,
        environment: settings.apiEnvironment,
        path: settings.apiPath,
        timeout: settings.serviceTimeout,
        tags,
      },
      { parent: this },
    );
  }

  private createRegistry(args: ChatArgs, opts: pulumi.ComponentResourceOptions): RegistryBucket {
    return new RegistryBucket(
      'registry',
      {
        bucket: args.names.bucket,
        region: args.region,
        appId: args.appId,
        forceClean: args.settings.forceClean,
        tags: args.tags,
      },
      opts,
    );
  }

  private createFunction(
    role: FunctionRole,
    args: ChatArgs,
    registry: RegistryBucket,
    environment: Environment,
    network: FunctionNetwork | undefined,
    opts: pulumi.ComponentResourceOptions,
  ): pulumi.Output<string> {
    const { description, mayDo } = FUNCTIONS[role];
    const { functionName } = new ChatFunction(
      role,
      {
        name: args.names.functions[role],
        description,
        zipFile: args.zips[role].path,
        runtime: args.settings.functionRuntime,
        timeout: args.settings.functionTimeout,
        memory: args.settings.functionMemory,
        environment: { ...registry.environment, ...environment },
        network,
        policy: registry.policyFor(mayDo),
        tags: args.tags,
      },
      opts,
    );
    return functionName;
  }
}

/** What register needs to know to let in only who may come in; nothing where everybody may. */
function access({ accessToken, accessJwtKey }: Settings): Record<string, pulumi.Output<string>> {
  return {
    ...(accessToken !== '' && { ACCESS_TOKEN: pulumi.secret(accessToken) }),
    ...(accessJwtKey !== '' && { ACCESS_JWT_KEY: pulumi.secret(accessJwtKey) }),
  };
}
