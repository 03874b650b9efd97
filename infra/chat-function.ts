import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import type { FunctionNetwork } from './gateways/gateway';
import type { Tags } from './tags';

export interface ChatFunctionArgs {
  /** The name of the function, of its role and of its policy. */
  readonly name: string;
  readonly description: string;
  /** Path of the zip relative to the project's root; it changes with the code. */
  readonly zipFile: string;
  readonly runtime: string;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memory: number;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** What it joins, besides the Internet. */
  readonly network?: FunctionNetwork | undefined;
  /** CAM policy document: all that the function may do. */
  readonly policy: string;
  /** Of the function, its role and its policy. */
  readonly tags: Tags;
}

/** Lets SCF act as the role (583/47933). Arrays throughout: CAM answers in that form. */
const TRUST_SCF = JSON.stringify({
  version: '2.0',
  statement: [
    {
      action: ['name/sts:AssumeRole'],
      effect: 'allow',
      principal: { service: ['scf.qcloud.com'] },
    },
  ],
});

/** One SCF function with a role of its own, which may do just what its policy says. */
export class ChatFunction extends pulumi.ComponentResource {
  /** The function's name, known once the function is active. */
  readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: ChatFunctionArgs, opts: pulumi.ComponentResourceOptions) {
    super('scf-chat:index:ChatFunction', name, {}, opts);
    const options = { parent: this, dependsOn: opts.dependsOn, deleteBeforeReplace: true };
    const role = new tencentcloud.CamRole(
      name,
      { name: args.name, description: args.description, document: TRUST_SCF, tags: args.tags },
      options,
    );
    const policy = new tencentcloud.CamPolicy(
      name,
      {
        name: args.name,
        description: args.description,
        document: args.policy,
        tags: args.tags,
      },
      options,
    );
    const permission = new tencentcloud.CamRolePolicyAttachment(
      name,
      { roleId: role.id, policyId: policy.id },
      options,
    );
    const fn = new tencentcloud.ScfFunction(
      name,
      {
        name: args.name,
        description: args.description,
        namespace: 'default',
        runtime: args.runtime,
        handler: 'index.main_handler',
        memSize: args.memory,
        timeout: args.timeout,
        zipFile: args.zipFile,
        environment: args.environment,
        role: role.name,
        ...args.network,
        // False is sent as a wish to disable it, which a function without a VPC cannot have.
        enablePublicNet: true,
        tags: args.tags,
      },
      // The role may do nothing until the policy is attached, and its dependencies include the rest.
      { ...options, dependsOn: [permission] },
    );
    this.functionName = fn.name;
    this.registerOutputs({ functionName: this.functionName });
  }
}
