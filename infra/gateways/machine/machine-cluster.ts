import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import type { Tags } from '../../tags';
import { ClusterRedis } from './cluster-redis';
import { LoadBalancerTarget } from './load-balancer-target';
import type { MachineNetwork } from './machine-network';

export interface MachineClusterArgs {
  /** What the names of all that is made for it begin with. */
  readonly name: string;
  readonly account: string;
  readonly network: MachineNetwork;
  /** e.g. `10.77.0.0/24`. */
  readonly cidr: string;
  /** Where functions push to, in that network. */
  readonly pushBackAddress: string;
  /** Ports of each node. */
  readonly clientPort: number;
  readonly pushBackPort: number;
  /** Mbit/s to clients at most. */
  readonly bandwidth: number;
  readonly tags: Tags;
}

/**
 * How a node is asked whether it serves: it says no while it stops. On the port of clients, which
 * the firewall opens to everybody, whoever it is that CLB asks as.
 */
const HEALTH_CHECK = {
  healthCheckSwitch: true,
  healthCheckType: 'HTTP',
  healthCheckHttpVersion: 'HTTP/1.1',
  healthCheckHttpMethod: 'GET',
  healthCheckHttpDomain: 'gateway',
  healthCheckHttpPath: '/healthz',
  /** Any 2xx (214/30694). */
  healthCheckHttpCode: 2,
  /** Seconds. A node that is gone gets nothing more after about 4 to 8. */
  healthCheckIntervalTime: 3,
  healthCheckTimeOut: 2,
  healthCheckHealthNum: 2,
  healthCheckUnhealthNum: 2,
} as const;

/** What makes one gateway of several machines: load balancers before them, a Redis behind. */
export class MachineCluster extends pulumi.ComponentResource {
  /** Where clients connect: an address, or a name where the load balancer has no fixed address. */
  readonly host: pulumi.Output<string>;
  /** Where functions push to, once there is something that listens. */
  readonly pushBackAddress: pulumi.Output<string>;
  /** Of the Redis that all nodes share; a secret. */
  readonly redisUrl: pulumi.Output<string>;
  private readonly clients: tencentcloud.ClbListener;
  private readonly pushBacks: tencentcloud.ClbListener;

  constructor(
    name: string,
    private readonly args: MachineClusterArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super('scf-chat:index:MachineCluster', name, {}, opts);
    const { network, cidr, tags } = args;
    const redis = new ClusterRedis(
      name,
      { name: `${args.name}-redis`, network, cidr, tags },
      { parent: this },
    );
    const open = this.createBalancer(name, args.name, {
      networkType: 'OPEN',
      internetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
      internetBandwidthMaxOut: args.bandwidth,
    });
    this.clients = this.createListener(name, open, args.clientPort);
    const internal = this.createBalancer(`${name}-push-back`, `${args.name}-push-back`, {
      networkType: 'INTERNAL',
      subnetId: network.subnetId,
      vip: args.pushBackAddress,
    });
    this.pushBacks = this.createListener(`${name}-push-back`, internal, args.pushBackPort);
    this.host = pulumi
      .all([open.clbVips, open.domain])
      .apply(([[address], domain]) => address ?? domain);
    this.redisUrl = redis.url;
    this.pushBackAddress = pulumi
      .all([this.pushBacks.id, pulumi.unsecret(redis.url)])
      .apply(() => args.pushBackAddress);
    this.registerOutputs({ host: this.host });
  }

  /** Lets a machine serve. What depends on the result waits until it does. */
  serve(
    name: string,
    machine: tencentcloud.Instance,
    dependsOn: readonly pulumi.Resource[],
  ): pulumi.Resource {
    const { account, clientPort, pushBackPort } = this.args;
    const listeners = (
      [
        [this.clients, clientPort],
        [this.pushBacks, pushBackPort],
      ] as const
    ).map(([{ clbId, listenerId }, port]) => ({ loadBalancerId: clbId, listenerId, port }));
    return new LoadBalancerTarget(
      name,
      { account, instanceId: machine.id, listeners },
      { parent: this, dependsOn: [...dependsOn] },
    );
  }

  private createBalancer(
    name: string,
    clbName: string,
    kind: Pick<
      tencentcloud.ClbInstanceArgs,
      'networkType' | 'internetChargeType' | 'internetBandwidthMaxOut' | 'subnetId' | 'vip'
    >,
  ): tencentcloud.ClbInstance {
    const { network, tags } = this.args;
    return new tencentcloud.ClbInstance(
      name,
      { clbName, vpcId: network.vpcId, ...kind, tags },
      // The provider refuses a second one of the same name.
      { parent: this, deleteBeforeReplace: true },
    );
  }

  private createListener(
    name: string,
    balancer: tencentcloud.ClbInstance,
    port: number,
  ): tencentcloud.ClbListener {
    return new tencentcloud.ClbListener(
      name,
      {
        clbId: balancer.id,
        listenerName: name,
        protocol: 'TCP',
        port,
        // By turns: a node that was lost has the fewest connections, and would get all who come
        // back until its health check has failed.
        scheduler: 'WRR',
        ...HEALTH_CHECK,
        healthCheckPort: this.args.clientPort,
      },
      { parent: this, deleteBeforeReplace: true },
    );
  }
}
