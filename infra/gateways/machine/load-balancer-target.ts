import * as pulumi from '@pulumi/pulumi';
import { accountFailures, isReachable, requireAccount } from '../api-gateway/account';
import { clientSettings, connectProduct, type ClientSettings } from '../api-gateway/client';
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

/** A dynamic provider's inputs and outputs travel with the text of its code beside them. */
type WithCode<T> = T & { readonly __provider?: string };

class LoadBalancerTargetProvider implements pulumi.dynamic.ResourceProvider<
  LoadBalancerTargetInputs,
  LoadBalancerTargetInputs
> {
  private config: pulumi.dynamic.Config | undefined;

  configure(request: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
    return Promise.resolve();
  }

  check(
    olds: Partial<LoadBalancerTargetInputs>,
    news: LoadBalancerTargetInputs,
  ): Promise<pulumi.dynamic.CheckResult<LoadBalancerTargetInputs>> {
    return Promise.resolve({ inputs: news, failures: accountFailures(olds.account, news.account) });
  }

  diff(
    _id: string,
    olds: WithCode<LoadBalancerTargetInputs>,
    news: WithCode<LoadBalancerTargetInputs>,
  ): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (['instanceId', 'listeners'] as const).filter(
      (name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]),
    );
    return Promise.resolve({
      changes: replaces.length > 0 || olds.__provider !== news.__provider,
      replaces,
      deleteBeforeReplace: true,
    });
  }

  async create(
    inputs: LoadBalancerTargetInputs,
  ): Promise<pulumi.dynamic.CreateResult<LoadBalancerTargetInputs>> {
    await bringIn(await connectProduct('clb', this.settings()), inputs, pause);
    return { id: inputs.instanceId, outs: inputs };
  }

  update(
    _id: string,
    _olds: LoadBalancerTargetInputs,
    news: LoadBalancerTargetInputs,
  ): Promise<pulumi.dynamic.UpdateResult<LoadBalancerTargetInputs>> {
    return Promise.resolve({ outs: news });
  }

  async read(
    id: string,
    state?: LoadBalancerTargetInputs,
  ): Promise<pulumi.dynamic.ReadResult<LoadBalancerTargetInputs>> {
    const isThere =
      state !== undefined &&
      (await isReachable(state.account, this.settings())) &&
      (await isIn(await connectProduct('clb', this.settings()), state));
    return isThere ? { id, props: state } : { id: '' };
  }

  async delete(_id: string, state: LoadBalancerTargetInputs): Promise<void> {
    await requireAccount(state.account, this.settings());
    const clb = await connectProduct('clb', this.settings());
    const cvm = await connectProduct('cvm', this.settings());
    await takeOut({ clb, cvm }, state, pause);
  }

  private settings(): ClientSettings {
    return clientSettings(
      (key, variable) => this.config?.get(`tencentcloud:${key}`) ?? process.env[variable],
    );
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * A machine behind load balancers. It is there once they have found the machine healthy, so that
 * whatever depends on it comes when the machine serves; when it goes, the machine has been drained.
 *
 * The provider's ClbAttachment waits for nothing, and two of them for one listener each take the
 * other's machine for a difference, since each reads all that the listener has.
 */
export class LoadBalancerTarget extends pulumi.dynamic.Resource {
  constructor(name: string, args: LoadBalancerTargetArgs, opts: pulumi.CustomResourceOptions) {
    super(
      new LoadBalancerTargetProvider(),
      name,
      { ...args },
      opts,
      'machine',
      'LoadBalancerTarget',
    );
  }
}
