import * as pulumi from '@pulumi/pulumi';
import { AccountProvider } from '../../tencent-api/account-provider';
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

const PROVIDER = new AccountProvider<WebSocketApiInputs, WebSocketApiOutputs>({
  // Every other field belongs to WebSocketDeployment.
  fixed: ['serviceId'],
  async create(connect, inputs) {
    const outs = await createWebSocketApi(await connect('apigateway'), inputs);
    return { id: outs.apiId, outs };
  },
  /** New code reaches the state; the API itself stays as it is. */
  update: (_connect, { apiId, pushBackUrl }, news) =>
    Promise.resolve({ ...news, apiId, pushBackUrl }),
  read: async (connect, state) => readWebSocketApi(await connect('apigateway'), state),
  delete: async (connect, state) => deleteWebSocketApi(await connect('apigateway'), state),
});

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
