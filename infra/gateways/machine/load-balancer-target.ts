import * as pulumi from '@pulumi/pulumi';
import { AccountProvider } from '../../tencent-api/account-provider';
import { pause } from '../../tencent-api/pause';
import {
  bringIn,
  isIn,
  takeOut,
  type ListenerPort,
  type LoadBalancerTargetInputs,
} from './load-balancer-target-lifecycle';

export interface LoadBalancerTargetArgs {
  readonly account: pulumi.Input<string>;
  readonly instanceId: pulumi.Input<string>;
  readonly listeners: pulumi.Input<
    pulumi.Input<{
      readonly [Name in keyof ListenerPort]: pulumi.Input<ListenerPort[Name]>;
    }>[]
  >;
}

const PROVIDER = new AccountProvider<LoadBalancerTargetInputs>({
  fixed: ['instanceId', 'listeners'],
  async create(connect, inputs) {
    await bringIn(await connect('clb'), inputs, pause);
    return { id: inputs.instanceId, outs: inputs };
  },
  update: (_connect, _olds, news) => Promise.resolve(news),
  read: async (connect, state) => ((await isIn(await connect('clb'), state)) ? state : undefined),
  delete: async (connect, state) =>
    takeOut({ clb: await connect('clb'), cvm: await connect('cvm') }, state, pause),
});

/**
 * A machine behind load balancers. It is there once they have found the machine healthy, so that
 * whatever depends on it comes when the machine serves; when it goes, the machine has been drained.
 *
 * The provider's ClbAttachment waits for nothing, and two of them for one listener each take the
 * other's machine for a difference, since each reads all that the listener has.
 */
export class LoadBalancerTarget extends pulumi.dynamic.Resource {
  constructor(name: string, args: LoadBalancerTargetArgs, opts: pulumi.CustomResourceOptions) {
    super(PROVIDER, name, { ...args }, opts, 'machine', 'LoadBalancerTarget');
  }
}
