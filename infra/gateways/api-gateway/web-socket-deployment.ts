import * as pulumi from '@pulumi/pulumi';
import { AccountProvider } from '../../tencent-api/account-provider';
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

const PROVIDER = new AccountProvider<WebSocketDeploymentInputs>({
  fixed: ['serviceId', 'apiId'],
  isChanged: deploymentChanged,
  async create(connect, inputs) {
    await createWebSocketDeployment(await connect('apigateway'), inputs);
    return { id: inputs.apiId, outs: inputs };
  },
  async update(connect, olds, news) {
    if (deploymentChanged(olds, news)) {
      await updateWebSocketDeployment(await connect('apigateway'), olds, news);
    }
    return news;
  },
  read: async (connect, state) => readWebSocketDeployment(await connect('apigateway'), state),
  delete: async (connect, state) => deleteWebSocketDeployment(await connect('apigateway'), state),
});

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
