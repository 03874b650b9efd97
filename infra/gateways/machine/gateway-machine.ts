import * as pulumi from '@pulumi/pulumi';
import * as tencentcloud from '@pulumi/tencentcloud';
import { BATCH_PARAMETER } from '../../../protocol/push-back';
import type { FunctionRole } from '../../../protocol/events';
import type { GatewayBundle } from '../../bundle/gateway';
import type { Tags } from '../../tags';
import type { FunctionNames, FunctionNetwork, Gateway } from '../gateway';
import { caddyfile } from './caddy';
import {
  PUSH_BACK_BATCH,
  CLIENT_PORT,
  gatewayConfiguration,
  type GatewayLimits,
  PUSH_BACK_PORT,
} from './gateway-configuration';
import { MachineCluster } from './machine-cluster';
import { createRecord, originOf, recordText, type MachineDomain } from './machine-domain';
import { MachineDrain } from './machine-drain';
import { MachineFirewall } from './machine-firewall';
import { MachineNetwork } from './machine-network';
import { MachineRole } from './machine-role';
import type { MachineFiles } from './machine-files';
import type { MachineSite } from './machine-site';
import { RandomToken } from './random-token';
import { userData } from './user-data';

export interface GatewayMachineArgs {
  /** Name of the machine and of everything that is made for it. */
  readonly name: string;
  readonly region: string;
  /** The account: its number (Uin) and its AppId. */
  readonly account: string;
  readonly appId: string;
  /** What the functions and the bucket will be called. */
  readonly functionNames: Readonly<Record<FunctionRole, string>>;
  readonly bucketName: string;
  readonly site: MachineSite;
  /** What clients know it by; its bare address unless given, and then without TLS. */
  readonly domain: MachineDomain | undefined;
  /** e.g. `S5.SMALL2`. */
  readonly type: string;
  /** What runs on it. */
  readonly bundle: GatewayBundle;
  /** What makes a gateway of the bare machine. */
  readonly files: MachineFiles;
  /** `release`, `prepub` or `test`: the first part of the URL's path. */
  readonly environment: string;
  /** The rest of the path, `/` or `/chat`. */
  readonly path: string;
  /** Seconds without a message after which a connection is closed. */
  readonly timeout: number;
  /** Seconds that a function may take. */
  readonly functionTimeout: number;
  readonly limits: GatewayLimits;
  /** Of everything that takes tags. */
  readonly tags: Tags;
}

/** Mbit/s at most. What is paid for is the traffic. */
const BANDWIDTH = 50;
const DISK_GB = 20;
/** Where bundles are in the registry's bucket, beside the connections. */
const BUNDLE_PREFIX = 'gateway/';

/** One machine of the gateway, and what its name and its resources' names end with. */
interface Node {
  readonly suffix: '' | '-2';
  /** In the network, for as long as the stack lives. */
  readonly address: string;
  /** Its public address. */
  readonly eip: tencentcloud.Eip;
}

/** Our gateway (docs/gateway.md) on machines of its own, in one network with the functions. */
export class GatewayMachine extends pulumi.ComponentResource implements Gateway {
  readonly prerequisites = [];
  readonly network: FunctionNetwork;
  readonly dnsRecord: pulumi.Output<string> | undefined;
  private readonly record: pulumi.Resource | undefined;
  private readonly zone: pulumi.Output<string>;
  private readonly role: MachineRole;
  private readonly token: RandomToken;
  private readonly nodes: readonly [Node, ...Node[]];
  /** Where there are two machines. */
  private readonly cluster: MachineCluster | undefined;

  constructor(
    private readonly name: string,
    private readonly args: GatewayMachineArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super('scf-chat:index:GatewayMachine', name, {}, opts);
    const { site } = args;
    const { cidr, given, address, cluster } = site.network;
    const network = new MachineNetwork(
      name,
      { name: args.name, cidr, zone: site.zone, given, tags: args.tags },
      { parent: this },
    );
    this.network = network;
    this.zone = network.zone;
    this.role = new MachineRole(
      name,
      {
        ...args,
        functions: args.functionNames,
        bucket: args.bucketName,
        prefix: BUNDLE_PREFIX,
      },
      { parent: this },
    );
    this.token = new RandomToken(name, { parent: this });
    this.nodes = [this.describeNode('', address)];
    if (cluster) {
      this.nodes = [...this.nodes, this.describeNode('-2', cluster.second)];
      this.cluster = new MachineCluster(
        name,
        {
          ...args,
          network,
          cidr,
          pushBackAddress: cluster.pushBack,
          clientPort: CLIENT_PORT,
          pushBackPort: PUSH_BACK_PORT,
          bandwidth: BANDWIDTH,
        },
        { parent: this },
      );
    }
    const { domain } = args;
    const { publicIp } = this.nodes[0].eip;
    this.record = domain && createRecord(name, domain, publicIp, { parent: this });
    this.dnsRecord = domain && recordText(domain, publicIp);
  }

  /** Known before any machine is, which is what lets the functions come first. */
  pushBackUrl(): pulumi.Output<string> {
    const address = this.cluster?.pushBackAddress ?? this.args.site.network.address;
    return pulumi.secret(
      pulumi.interpolate`http://${address}:${PUSH_BACK_PORT}/${this.token.token}?${BATCH_PARAMETER}=${PUSH_BACK_BATCH}`,
    );
  }

  bind(functions: FunctionNames, bucket: pulumi.Input<string>): pulumi.Output<string> {
    const last = this.createNodes(functions, this.uploadBundle(bucket), this.createFirewall());
    const { environment, path, domain } = this.args;
    const wsUrl = pulumi
      .all([this.cluster?.host ?? this.nodes[0].eip.publicIp, ...last.map(({ urn }) => urn)])
      .apply(([host]) => {
        const origin = domain ? originOf(domain) : `ws://${host}:${CLIENT_PORT}`;
        return `${origin}/${environment}${path}`;
      });
    this.registerOutputs({ wsUrl });
    return wsUrl;
  }

  /** Each after the one before it serves. Gives what is there when all of them do. */
  private createNodes(
    functions: FunctionNames,
    bundle: tencentcloud.CosBucketObject,
    firewall: MachineFirewall,
  ): readonly pulumi.Resource[] {
    const { cluster, name, args } = this;
    // Caddy gets its certificate at the first start only if its name leads to it by then.
    let before: pulumi.Resource[] = this.record ? [this.record] : [];
    for (const node of this.nodes) {
      const machine = this.createMachine(node, functions, bundle, firewall, before);
      const association = new tencentcloud.EipAssociation(
        `${name}${node.suffix}`,
        { eipId: node.eip.id, instanceId: machine.id },
        { parent: this, deleteBeforeReplace: true },
      );
      before = [
        cluster?.serve(`${name}${node.suffix}`, machine, [association]) ??
          new MachineDrain(
            name,
            { account: args.account, instanceId: machine.id },
            { parent: this, dependsOn: [association] },
          ),
      ];
    }
    return before;
  }

  private describeNode(suffix: Node['suffix'], address: string): Node {
    const eip = new tencentcloud.Eip(
      `${this.name}${suffix}`,
      {
        name: `${this.args.name}${suffix}`,
        internetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
        internetMaxBandwidthOut: BANDWIDTH,
        type: 'EIP',
        tags: this.args.tags,
      },
      { parent: this },
    );
    return { suffix, address, eip };
  }

  private createFirewall(): MachineFirewall {
    const { name, site, domain, tags } = this.args;
    return new MachineFirewall(
      this.name,
      {
        name,
        clientPorts: domain ? Object.values(domain.ports) : [CLIENT_PORT],
        pushBackPort: PUSH_BACK_PORT,
        network: site.network.cidr,
        tags,
      },
      { parent: this },
    );
  }

  private uploadBundle(bucket: pulumi.Input<string>): tencentcloud.CosBucketObject {
    const { path, sha256 } = this.args.bundle;
    return new tencentcloud.CosBucketObject(
      this.name,
      {
        bucket,
        key: `${BUNDLE_PREFIX}${sha256}.mjs`,
        source: path,
        acl: 'private',
        tags: this.args.tags,
      },
      { parent: this },
    );
  }

  private createMachine(
    { suffix, address }: Node,
    functions: FunctionNames,
    bundle: tencentcloud.CosBucketObject,
    firewall: MachineFirewall,
    before: readonly pulumi.Resource[],
  ): tencentcloud.Instance {
    const { name, site, type, tags } = this.args;
    return new tencentcloud.Instance(
      `${this.name}${suffix}`,
      {
        instanceName: `${name}${suffix}`,
        instanceChargeType: 'POSTPAID_BY_HOUR',
        instanceType: type,
        imageId: site.image.id,
        availabilityZone: this.zone,
        vpcId: this.network.vpcId,
        subnetId: this.network.subnetId,
        privateIp: address,
        orderlySecurityGroups: [firewall.securityGroupId],
        camRoleName: this.role.roleName,
        systemDiskType: 'CLOUD_BSSD',
        systemDiskSize: DISK_GB,
        allocatePublicIp: false,
        internetMaxBandwidthOut: 0,
        userData: this.userData(address, functions, bundle),
        userDataReplaceOnChange: true,
        tags,
      },
      {
        parent: this,
        dependsOn: [firewall.rules, this.role.permission, bundle, ...before],
        // The new one takes the private address of the old one.
        deleteBeforeReplace: true,
        // The provider gives the user data back as plain text, with the token in it.
        additionalSecretOutputs: ['userDataRaw'],
        ignoreChanges: site.image.isChosen ? [] : ['imageId'],
      },
    );
  }

  private userData(
    address: string,
    functions: FunctionNames,
    { bucket, key }: tencentcloud.CosBucketObject,
  ): pulumi.Output<string> {
    const { region, bundle, files, domain } = this.args;
    const redisUrl = this.cluster?.redisUrl;
    return pulumi.secret(
      pulumi
        .all([functions, bucket, key, this.role.roleName, this.token.token, redisUrl])
        .apply(([functionNames, bucketName, objectKey, role, pushBackSecret, redis]) =>
          userData({
            files,
            configuration: gatewayConfiguration({
              ...this.args,
              functionNames,
              role,
              address,
              pushBackSecret,
              redisUrl: redis,
            }),
            bundle: {
              url: `https://${bucketName}.cos.${region}.myqcloud.com/${objectKey}`,
              sha256: bundle.sha256,
            },
            role,
            caddyfile:
              domain && caddyfile(files.caddyfile, { domain, address, gatewayPort: CLIENT_PORT }),
          }),
        ),
    );
  }
}
