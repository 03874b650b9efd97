import * as pulumi from '@pulumi/pulumi';
import { AccountProvider } from '../../tencent-api/account-provider';
import { pause } from '../../tencent-api/pause';
import { drainMachine, type MachineDrainInputs } from './machine-drain-lifecycle';

export type MachineDrainArgs = {
  readonly [Name in keyof MachineDrainInputs]: pulumi.Input<MachineDrainInputs[Name]>;
};

const PROVIDER = new AccountProvider<MachineDrainInputs>({
  fixed: ['instanceId'],
  create: (_connect, inputs) => Promise.resolve({ id: inputs.instanceId, outs: inputs }),
  update: (_connect, _olds, news) => Promise.resolve(news),
  read: (_connect, state) => Promise.resolve(state),
  delete: async (connect, { instanceId }) => drainMachine(await connect('cvm'), instanceId, pause),
});

/**
 * The good end of a machine: nothing while it runs, and a stop in good order before its public
 * address is taken away and it is deleted. Without it clients would wait for an address that has
 * become silent.
 */
export class MachineDrain extends pulumi.dynamic.Resource {
  constructor(name: string, args: MachineDrainArgs, opts: pulumi.CustomResourceOptions) {
    super(PROVIDER, name, { ...args }, opts, 'machine', 'MachineDrain');
  }
}
