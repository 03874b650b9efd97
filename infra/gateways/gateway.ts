import type * as pulumi from '@pulumi/pulumi';
import type { FunctionRole } from '../../protocol/events';

/** Names of the three functions, known once they exist. */
export type FunctionNames = Readonly<Record<FunctionRole, pulumi.Input<string>>>;

/** The network in which functions reach a gateway that has no public address for them. */
export interface FunctionNetwork {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetId: pulumi.Input<string>;
}

/**
 * What holds the connections. The order of its members is the order of the one deployment: it
 * exists, it gives the push-back URL, then it gets the functions that need that URL.
 */
export interface Gateway {
  /** Everything else waits for these, so that a refused gateway leaves nothing behind. */
  readonly prerequisites: readonly pulumi.Resource[];

  /** What the functions must join; nothing where they reach the gateway without. */
  readonly network?: FunctionNetwork;

  /** The DNS record that the clients' URL rests on, where it does; made already or to be made. */
  readonly dnsRecord?: pulumi.Output<string> | undefined;

  /** Where functions push frames to; a secret. register is the one function that needs no URL. */
  pushBackUrl(register: pulumi.Input<string>): pulumi.Output<string>;

  /**
   * Binds the three functions and opens the gateway to clients. Gives the URL they connect to.
   * The bucket is the registry's, for a gateway that keeps something of its own in it.
   */
  bind(functions: FunctionNames, bucket: pulumi.Input<string>): pulumi.Output<string>;
}
