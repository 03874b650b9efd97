import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import type { Tags } from '../../tags';

export interface MachineFirewallArgs {
  /** Name of the security group. */
  readonly name: string;
  /** Where clients may come in from everywhere. */
  readonly clientPorts: readonly number[];
  /** Where functions may push to, from the network only. */
  readonly pushBackPort: number;
  /** e.g. `10.77.0.0/24`. */
  readonly network: string;
  readonly tags: Tags;
}

/** Everything that may reach the machine: clients on their ports, functions on another, nothing else. */
export class MachineFirewall extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;
  /** Before these are in force the machine is better not there. */
  readonly rules: pulumi.Resource;

  constructor(name: string, args: MachineFirewallArgs, opts: pulumi.ComponentResourceOptions) {
    super('scf-chat:index:MachineFirewall', name, {}, opts);
    const group = new tencentcloud.SecurityGroup(
      name,
      { name: args.name, description: 'Clients and push-backs of the chat', tags: args.tags },
      { parent: this },
    );
    this.rules = new tencentcloud.SecurityGroupRuleSet(
      name,
      {
        securityGroupId: group.id,
        ingresses: [
          ...args.clientPorts.map((port) => allow('0.0.0.0/0', port, 'clients')),
          allow(args.network, args.pushBackPort, 'push-back'),
        ],
        egresses: [
          {
            action: 'ACCEPT',
            protocol: 'ALL',
            port: 'ALL',
            cidrBlock: '0.0.0.0/0',
            description: 'all',
          },
        ],
      },
      { parent: this },
    );
    this.securityGroupId = group.id;
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

function allow(cidrBlock: string, port: number, description: string) {
  return { action: 'ACCEPT', protocol: 'TCP', port: String(port), cidrBlock, description };
}
