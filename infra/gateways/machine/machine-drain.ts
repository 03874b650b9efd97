import * as pulumi from '@pulumi/pulumi';
import { accountFailures, isReachable, requireAccount } from '../api-gateway/account';
import { clientSettings, connectProduct, type ClientSettings } from '../api-gateway/client';
import { drainMachine, type MachineDrainInputs } from './machine-drain-lifecycle';

export type MachineDrainArgs = {
  readonly [Name in keyof MachineDrainInputs]: pulumi.Input<MachineDrainInputs[Name]>;
};

/** A dynamic provider's inputs and outputs travel with the text of its code beside them. */
type WithCode<T> = T & { readonly __provider?: string };

class MachineDrainProvider implements pulumi.dynamic.ResourceProvider<
  MachineDrainInputs,
  MachineDrainInputs
> {
  private config: pulumi.dynamic.Config | undefined;

  configure(request: pulumi.dynamic.ConfigureRequest): Promise<void> {
    this.config = request.config;
    return Promise.resolve();
  }

  check(
    olds: Partial<MachineDrainInputs>,
    news: MachineDrainInputs,
  ): Promise<pulumi.dynamic.CheckResult<MachineDrainInputs>> {
    return Promise.resolve({ inputs: news, failures: accountFailures(olds.account, news.account) });
  }

  diff(
    _id: string,
    olds: WithCode<MachineDrainInputs>,
    news: WithCode<MachineDrainInputs>,
  ): Promise<pulumi.dynamic.DiffResult> {
    const replaces = olds.instanceId === news.instanceId ? [] : ['instanceId'];
    return Promise.resolve({
      changes: replaces.length > 0 || olds.__provider !== news.__provider,
      replaces,
      deleteBeforeReplace: true,
    });
  }

  create(inputs: MachineDrainInputs): Promise<pulumi.dynamic.CreateResult<MachineDrainInputs>> {
    return Promise.resolve({ id: inputs.instanceId, outs: inputs });
  }

  update(
    _id: string,
    _olds: MachineDrainInputs,
    news: MachineDrainInputs,
  ): Promise<pulumi.dynamic.UpdateResult<MachineDrainInputs>> {
    return Promise.resolve({ outs: news });
  }

  async read(
    id: string,
    state?: MachineDrainInputs,
  ): Promise<pulumi.dynamic.ReadResult<MachineDrainInputs>> {
    return state !== undefined && (await isReachable(state.account, this.settings()))
      ? { id, props: state }
      : { id: '' };
  }

  async delete(_id: string, { account, instanceId }: MachineDrainInputs): Promise<void> {
    await requireAccount(account, this.settings());
    await drainMachine(
      await connectProduct('cvm', this.settings()),
      instanceId,
      (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    );
  }

  private settings(): ClientSettings {
    return clientSettings(
      (key, variable) => this.config?.get(`tencentcloud:${key}`) ?? process.env[variable],
    );
  }
}

/**
 * The good end of a machine: nothing while it runs, and a stop in good order before its public
 * address is taken away and it is deleted. Without it clients would wait for an address that has
 * become silent.
 */
export class MachineDrain extends pulumi.dynamic.Resource {
  constructor(name: string, args: MachineDrainArgs, opts: pulumi.CustomResourceOptions) {
    super(new MachineDrainProvider(), name, { ...args }, opts, 'machine', 'MachineDrain');
  }
}
