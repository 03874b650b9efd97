import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import type { Tags } from '../../tags';
import type { MachineNetwork } from './machine-network';
import { RandomToken } from './random-token';

export interface ClusterRedisArgs {
  /** Name of the instance and of its security group. */
  readonly name: string;
  readonly network: MachineNetwork;
  /** e.g. `10.77.0.0/24`: who may reach it. */
  readonly cidr: string;
  readonly tags: Tags;
}

/** Redis 6.2, standard architecture, in memory (239/20026). */
const TYPE_ID = 15;
/** The smallest: a gateway keeps one id for each connection in it. */
const MEMORY_MB = 1024;
const PORT = 6379;

/** The Redis that the nodes of a gateway share, for themselves alone. */
export class ClusterRedis extends pulumi.ComponentResource {
  /** With the password; a secret. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: ClusterRedisArgs, opts: pulumi.ComponentResourceOptions) {
    super('scf-chat:index:ClusterRedis', name, {}, opts);
    const { network, cidr, tags } = args;
    const group = new tencentcloud.SecurityGroup(
      `${name}-redis`,
      { name: args.name, description: 'Nodes of the gateway of the chat', tags },
      { parent: this },
    );
    const rules = new tencentcloud.SecurityGroupRuleSet(
      `${name}-redis`,
      {
        securityGroupId: group.id,
        ingresses: [
          {
            action: 'ACCEPT',
            protocol: 'TCP',
            port: String(PORT),
            cidrBlock: cidr,
            description: 'nodes',
          },
        ],
      },
      { parent: this },
    );
    const password = new RandomToken(`${name}-redis`, { parent: this });
    const redis = new tencentcloud.RedisInstance(
      name,
      {
        name: args.name,
        availabilityZone: network.zone,
        typeId: TYPE_ID,
        memSize: MEMORY_MB,
        redisReplicasNum: 1,
        password: password.token,
        vpcId: network.vpcId,
        subnetId: network.subnetId,
        port: PORT,
        securityGroups: [group.id],
        chargeType: 'POSTPAID',
        // Otherwise it stays in the recycle bin, and keeps its address in the subnet.
        forceDelete: true,
        tags,
      },
      { parent: this, dependsOn: [rules] },
    );
    this.url = pulumi.secret(pulumi.interpolate`redis://:${password.token}@${redis.ip}:${PORT}`);
    this.registerOutputs({});
  }
}
