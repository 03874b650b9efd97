import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import type { Tags } from '../../tags';
import type { FunctionNetwork } from '../gateway';

export interface MachineNetworkArgs {
  /** Name of the VPC and of the subnet. */
  readonly name: string;
  /** e.g. `10.77.0.0/24`: of the subnet that is given, or of both that are made. */
  readonly cidr: string;
  /** Zone of the subnet that is given, or where one is made. */
  readonly zone: string;
  readonly tags: Tags;
  /** What is there already; made unless given. */
  readonly given?: { readonly vpcId: string; readonly subnetId: string } | undefined;
}

/** The network that the machine and the three functions share. */
export class MachineNetwork extends pulumi.ComponentResource implements FunctionNetwork {
  readonly vpcId: pulumi.Output<string>;
  readonly subnetId: pulumi.Output<string>;
  readonly zone: pulumi.Output<string>;

  constructor(name: string, args: MachineNetworkArgs, opts: pulumi.ComponentResourceOptions) {
    super('scf-chat:index:MachineNetwork', name, {}, opts);
    if (args.given) {
      this.vpcId = pulumi.output(args.given.vpcId);
      this.subnetId = pulumi.output(args.given.subnetId);
      this.zone = pulumi.output(args.zone);
    } else {
      const vpc = new tencentcloud.Vpc(
        name,
        { name: args.name, cidrBlock: args.cidr, tags: args.tags },
        { parent: this },
      );
      const subnet = new tencentcloud.Subnet(
        name,
        {
          name: args.name,
          vpcId: vpc.id,
          cidrBlock: args.cidr,
          availabilityZone: args.zone,
          tags: args.tags,
        },
        // Which zone has machines to sell may change; what stands somewhere stays there.
        { parent: this, ignoreChanges: ['availabilityZone'] },
      );
      this.vpcId = vpc.id;
      this.subnetId = subnet.id;
      this.zone = subnet.availabilityZone;
    }
    this.registerOutputs({ vpcId: this.vpcId, subnetId: this.subnetId });
  }
}
