import * as pulumi from '@pulumi/pulumi';
import { accountFailures, isReachable, requireAccount } from './account';
import { clientSettings, connectProduct, type CallApiGateway, type ClientSettings } from './client';
import {
  createWebSocketDeployment,
  deleteWebSocketDeployment,
  deploymentChanged,
  readWebSocketDeployment,
  updateWebSocketDeployment,
  type WebSocketDeploymentInputs,
} from './web-socket-deployment-lifecycle';

export type WebSocketDeploymentArgs = {
  readonly [Name in keyof WebSocketDeploymentInputs]: pulumi.Input<WebSocketDeploymentInputs[Name]>;
};

/** A dynamic provider's inputs and outputs travel with the text of its code beside them. */
type WithCode<T> = T & { readonly __provider?: string };

/** A read's answer that takes the resource out of the state. */
const GONE = { id: '' };

class WebSocketDeploymentProvider implements pulumi.dynamic.ResourceProvider<
  WebSocketDeploymentInputs,
  WebSocketDeploymentInputs
> {
  private config: pulumi.dynamic.Config | undefined;

  configure(request: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
    return Promise.resolve();
  }

  check(
    olds: Partial<WebSocketDeploymentInputs>,
    news: WebSocketDeploymentInputs,
  ): Promise<pulumi.dynamic.CheckResult<WebSocketDeploymentInputs>> {
    return Promise.resolve({ inputs: news, failures: accountFailures(olds.account, news.account) });
  }

  diff(
    _id: string,
    olds: WithCode<WebSocketDeploymentInputs>,
    news: WithCode<WebSocketDeploymentInputs>,
  ): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (['serviceId', 'apiId'] as const).filter((key) => olds[key] !== news[key]);
    return Promise.resolve({
      changes:
        replaces.length > 0 || deploymentChanged(olds, news) || olds.__provider !== news.__provider,
      replaces,
      // The old one's delete would switch off the environment that the new one has just opened.
      deleteBeforeReplace: true,
    });
  }

  async create(
    inputs: WebSocketDeploymentInputs,
  ): Promise<pulumi.dynamic.CreateResult<WebSocketDeploymentInputs>> {
    await createWebSocketDeployment(await this.connect(), inputs);
    return { id: inputs.apiId, outs: inputs };
  }

  async update(
    _id: string,
    olds: WebSocketDeploymentInputs,
    news: WebSocketDeploymentInputs,
  ): Promise<pulumi.dynamic.UpdateResult<WebSocketDeploymentInputs>> {
    if (deploymentChanged(olds, news)) {
      await updateWebSocketDeployment(await this.connect(), olds, news);
    }
    return { outs: news };
  }

  async read(
    id: string,
    state?: WebSocketDeploymentInputs,
  ): Promise<pulumi.dynamic.ReadResult<WebSocketDeploymentInputs>> {
    if (state === undefined || !(await isReachable(state.account, this.settings()))) {
      return GONE;
    }
    const props = await readWebSocketDeployment(await this.connect(), state);
    return props ? { id, props } : GONE;
  }

  async delete(_id: string, state: WebSocketDeploymentInputs): Promise<void> {
    await requireAccount(state.account, this.settings());
    await deleteWebSocketDeployment(await this.connect(), state);
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
const PROVIDER = new WebSocketDeploymentProvider();

/**
 * What an API does and where it is open: its functions, path and time-out, and the environment it
 * is released to. Every change is released at once, and no change closes the environment, which
 * the Terraform provider's release would do since it can only be replaced.
 */
export class WebSocketDeployment extends pulumi.dynamic.Resource {
  constructor(name: string, args: WebSocketDeploymentArgs, opts: pulumi.CustomResourceOptions) {
    super(PROVIDER, name, { ...args }, opts, 'apigateway', 'WebSocketDeployment');
  }
}
