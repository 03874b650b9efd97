import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import type { FunctionRole } from '../../../protocol/events';
import type { Tags } from '../../tags';

export interface MachineRoleArgs {
  /** Name of the role and of its policy. */
  readonly name: string;
  readonly region: string;
  /** The account's number (Uin) and AppId. */
  readonly account: string;
  readonly appId: string;
  /** Names of what it may call; none needs to be there yet, so that nothing waits for CAM twice. */
  readonly functions: Readonly<Record<FunctionRole, string>>;
  /** The bucket and the beginning of the keys that it may read. */
  readonly bucket: string;
  readonly prefix: string;
  readonly tags: Tags;
}

/** Lets a CVM act as the role (598/85616). */
const TRUST_CVM = JSON.stringify({
  version: '2.0',
  statement: [
    {
      action: ['name/sts:AssumeRole'],
      effect: 'allow',
      principal: { service: ['cvm.qcloud.com'] },
    },
  ],
});

/** All that the machine may do in the account: call the three functions and read its bundle. */
export class MachineRole extends pulumi.ComponentResource {
  readonly roleName: pulumi.Output<string>;
  /** The role may do nothing until the policy is attached. */
  readonly permission: pulumi.Resource;

  constructor(name: string, args: MachineRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super('scf-chat:index:MachineRole', name, {}, opts);
    const options = { parent: this, deleteBeforeReplace: true };
    const description = 'Calls the functions of the chat for its gateway';
    const role = new tencentcloud.CamRole(
      name,
      { name: args.name, description, document: TRUST_CVM, tags: args.tags },
      options,
    );
    const policy = new tencentcloud.CamPolicy(
      name,
      { name: args.name, description, document: policyDocument(args), tags: args.tags },
      options,
    );
    this.permission = new tencentcloud.CamRolePolicyAttachment(
      name,
      { roleId: role.id, policyId: policy.id },
      options,
    );
    this.roleName = role.name;
    this.registerOutputs({ roleName: this.roleName });
  }
}

/** CAM's resources of SCF (598/10606) and of COS (436/31923). */
function policyDocument(args: MachineRoleArgs): string {
  const { region, account, appId, functions, bucket, prefix } = args;
  return JSON.stringify({
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: ['name/scf:InvokeFunction'],
        resource: [functions.register, functions.transport, functions.cleanup].map(
          (name) => `qcs::scf:${region}:uin/${account}:namespace/default/function/${name}`,
        ),
      },
      {
        effect: 'allow',
        action: ['name/cos:GetObject'],
        resource: [`qcs::cos:${region}:uid/${appId}:${bucket}/${prefix}*`],
      },
    ],
  });
}
