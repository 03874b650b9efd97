import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import type { Tags } from '../../tags';
import type { FunctionNames, Gateway } from '../gateway';
import { WebSocketApi } from './web-socket-api';
import { WebSocketDeployment } from './web-socket-deployment';

export interface ApiGatewayArgs {
  /** Name of the service. */
  readonly serviceName: string;
  /** Name of the API in it. */
  readonly apiName: string;
  /** Number of the account that everything is in. */
  readonly account: string;
  /** `http`, `https` or `http&https`; with https clients use wss. */
  readonly protocol: string;
  /** `release`, `prepub` or `test`. */
  readonly environment: string;
  /** The API's path, `/` or `/chat`. */
  readonly path: string;
  /** Seconds without a message after which a connection is closed. */
  readonly timeout: number;
  /** Of the service; the provider knows none of an API. */
  readonly tags: Tags;
}

/** Tencent API Gateway as the gateway: a service, a WebSocket API in it, and its deployment. */
export class ApiGateway extends pulumi.ComponentResource implements Gateway {
  readonly prerequisites: readonly pulumi.Resource[];
  private readonly service: tencentcloud.ApiGatewayService;
  private api: WebSocketApi | undefined;

  constructor(
    private readonly name: string,
    private readonly args: ApiGatewayArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super('scf-chat:index:ApiGateway', name, {}, opts);
    this.service = new tencentcloud.ApiGatewayService(
      name,
      {
        serviceName: args.serviceName,
        protocol: args.protocol,
        netTypes: ['OUTER'],
        tags: args.tags,
      },
      { parent: this },
    );
    this.prerequisites = [this.service];
  }

  pushBackUrl(register: pulumi.Input<string>): pulumi.Output<string> {
    this.api = new WebSocketApi(this.name, { ...this.apiArgs(), register }, { parent: this });
    return pulumi.secret(this.api.pushBackUrl);
  }

  bind(functions: FunctionNames): pulumi.Output<string> {
    if (this.api === undefined) {
      throw new Error('bind needs the API that pushBackUrl makes.');
    }
    const deployment = new WebSocketDeployment(
      this.name,
      {
        ...this.apiArgs(),
        apiId: this.api.apiId,
        environment: this.args.environment,
        ...functions,
      },
      { parent: this },
    );
    const wsUrl = pulumi
      .all([this.service.outerSubDomain, deployment.id])
      .apply(([host]) => webSocketUrl(host, this.args));
    this.registerOutputs({ wsUrl });
    return wsUrl;
  }

  private apiArgs() {
    const { account, apiName, path, timeout } = this.args;
    return { account, serviceId: this.service.id, name: apiName, path, timeout };
  }
}

/** The URL clients connect to: `wss://<host>/<environment><path>` (628/14886). */
function webSocketUrl(
  host: string,
  api: Pick<ApiGatewayArgs, 'protocol' | 'environment' | 'path'>,
): string {
  const scheme = api.protocol.includes('https') ? 'wss' : 'ws';
  return `${scheme}://${host}/${api.environment}${api.path}`;
}
