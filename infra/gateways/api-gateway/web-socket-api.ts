import * as pulumi from '@pulumi/pulumi';
import { accountFailures, isReachable, requireAccount } from './account';
import { clientSettings, connectProduct, type CallApiGateway, type ClientSettings } from './client';
import {
  createWebSocketApi,
  deleteWebSocketApi,
  readWebSocketApi,
  type WebSocketApiInputs,
  type WebSocketApiOutputs,
} from './web-socket-api-lifecycle';

export type WebSocketApiArgs = {
  readonly [Name in keyof WebSocketApiInputs]: pulumi.Input<WebSocketApiInputs[Name]>;
};

/** A dynamic provider's inputs and outputs travel with the text of its code beside them. */
type WithCode<T> = T & { readonly __provider?: string };

/** A read's answer that takes the resource out of the state. */
const GONE = { id: '' };

class WebSocketApiProvider implements pulumi.dynamic.ResourceProvider<
  WebSocketApiInputs,
  WebSocketApiOutputs
> {
  private config: pulumi.dynamic.Config | undefined;

  configure(request: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
    return Promise.resolve();
  }

  check(
    olds: Partial<WebSocketApiInputs>,
    news: WebSocketApiInputs,
  ): Promise<pulumi.dynamic.CheckResult<WebSocketApiInputs>> {
    return Promise.resolve({ inputs: news, failures: accountFailures(olds.account, news.account) });
  }

  /** Only another service means another API; every other field belongs to WebSocketDeployment. */
  diff(
    _id: string,
    olds: WithCode<WebSocketApiOutputs>,
    news: WithCode<WebSocketApiInputs>,
  ): Promise<pulumi.dynamic.DiffResult> {
    const replaced = olds.serviceId !== news.serviceId;
    return Promise.resolve({
      changes: replaced || olds.__provider !== news.__provider,
      replaces: replaced ? ['serviceId'] : [],
    });
  }

  async create(
    inputs: WebSocketApiInputs,
  ): Promise<pulumi.dynamic.CreateResult<WebSocketApiOutputs>> {
    const outs = await createWebSocketApi(await this.connect(), inputs);
    return { id: outs.apiId, outs };
  }

  /** New code reaches the state; the API itself stays as it is. */
  update(
    _id: string,
    olds: WebSocketApiOutputs,
    news: WebSocketApiInputs,
  ): Promise<pulumi.dynamic.UpdateResult<WebSocketApiOutputs>> {
    const { apiId, pushBackUrl } = olds;
    return Promise.resolve({ outs: { ...news, apiId, pushBackUrl } });
  }

  async read(
    id: string,
    state?: WebSocketApiOutputs,
  ): Promise<pulumi.dynamic.ReadResult<WebSocketApiOutputs>> {
    if (state === undefined || !(await isReachable(state.account, this.settings()))) {
      return GONE;
    }
    const props = await readWebSocketApi(await this.connect(), state);
    return props ? { id, props } : GONE;
  }

  async delete(_id: string, state: WebSocketApiOutputs): Promise<void> {
    await requireAccount(state.account, this.settings());
    await deleteWebSocketApi(await this.connect(), state);
  }

  private connect(): Promise<CallApiGateway> {
    return connectProduct('apigateway', this.settings());
  }

  private settings(): ClientSettings {
    return clientSettings(
      (key, variable) => this.config?.get(`tencentcloud:${key}`) ?? process.env[variable],
    );
  }
}

/** One for all, so that its code is put into text once however often the program runs. */
const PROVIDER = new WebSocketApiProvider();

/**
 * A WebSocket API of API Gateway with functions behind it: its existence and its push-back URL.
 *
 * The Terraform provider's own resource sends the three functions only for another kind of back
 * end, and never returns the push-back URL; docs/architecture.md has the details.
 */
export class WebSocketApi extends pulumi.dynamic.Resource {
  declare readonly apiId: pulumi.Output<string>;
  declare readonly pushBackUrl: pulumi.Output<string>;

  constructor(name: string, args: WebSocketApiArgs, opts: pulumi.CustomResourceOptions) {
    super(
      PROVIDER,
      name,
      { ...args, apiId: undefined, pushBackUrl: undefined },
      {
        ...opts,
        additionalSecretOutputs: ['pushBackUrl'],
        // A new one would adopt the old API by its path, just before the old one is deleted.
        deleteBeforeReplace: true,
      },
      'apigateway',
      'WebSocketApi',
    );
  }
}
