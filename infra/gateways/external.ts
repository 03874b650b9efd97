import * as pulumi from '@pulumi/pulumi';
import type { FunctionNames, Gateway } from './gateway';

export interface ExternalGatewayArgs {
  /** What clients connect to. */
  readonly wsUrl: string;
  /** Where functions push to; a secret. */
  readonly pushBackUrl: string;
}

/**
 * A gateway that somebody runs already, such as ours (docs/gateway.md). Nothing of it is made here,
 * and it knows by its own configuration which functions to call.
 */
export class ExternalGateway implements Gateway {
  readonly prerequisites = [];

  constructor(private readonly args: ExternalGatewayArgs) {}

  pushBackUrl(): pulumi.Output<string> {
    return pulumi.secret(this.args.pushBackUrl);
  }

  /** The URL is given out once the functions are there. */
  bind(functions: FunctionNames): pulumi.Output<string> {
    return pulumi.all(functions).apply(() => this.args.wsUrl);
  }
}
