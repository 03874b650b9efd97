import type { Clock } from '../../../gateway/engine/clock';
import { randomText } from '../random-text';
import { isNetwork, isWithin } from './ipv4';
import { DNS_SERVERS, type Subnet, type Vpc, type VpcSnapshot } from './snapshot';
import { VpcError } from './vpc-error';

/** The VPCs of the account and their subnets. */
export class NetworkStore {
  private readonly vpcs: Map<string, Vpc>;
  private readonly subnets: Map<string, Subnet>;

  constructor(
    private readonly clock: Clock,
    restored?: Pick<VpcSnapshot, 'vpcs' | 'subnets'>,
  ) {
    this.vpcs = new Map(restored?.vpcs.map((vpc) => [vpc.vpcId, vpc]));
    this.subnets = new Map(restored?.subnets.map((subnet) => [subnet.subnetId, subnet]));
  }

  snapshot(): Pick<VpcSnapshot, 'vpcs' | 'subnets'> {
    return { vpcs: this.listVpcs(), subnets: this.listSubnets() };
  }

  listVpcs(): Vpc[] {
    return [...this.vpcs.values()];
  }

  listSubnets(): Subnet[] {
    return [...this.subnets.values()];
  }

  createVpc(name: string, cidr: string): Vpc {
    if (!isNetwork(cidr)) {
      throw new VpcError('InvalidParameterValue', 'CidrBlock is not a network of IPv4.');
    }
    const vpc: Vpc = {
      vpcId: `vpc-${randomText()}`,
      name,
      cidr,
      routeTableId: `rtb-${randomText()}`,
      dnsServers: DNS_SERVERS,
      createdTime: this.clock.now(),
    };
    this.vpcs.set(vpc.vpcId, vpc);
    return vpc;
  }

  requireVpc(vpcId: string): Vpc {
    const vpc = this.vpcs.get(vpcId);
    if (vpc) return vpc;
    throw new VpcError('ResourceNotFound', `The VPC ${vpcId} does not exist.`);
  }

  changeVpc(vpcId: string, change: Pick<Vpc, 'name' | 'dnsServers'>): void {
    this.vpcs.set(vpcId, { ...this.requireVpc(vpcId), ...change });
  }

  deleteVpc(vpcId: string): void {
    this.requireVpc(vpcId);
    if (this.listSubnets().some((subnet) => subnet.vpcId === vpcId)) {
      throw new VpcError('ResourceInUse', `The VPC ${vpcId} has subnets.`);
    }
    this.vpcs.delete(vpcId);
  }

  createSubnet(given: Pick<Subnet, 'vpcId' | 'name' | 'cidr' | 'zone'>): Subnet {
    const vpc = this.requireVpc(given.vpcId);
    if (!isNetwork(given.cidr) || !isWithin(given.cidr, vpc.cidr)) {
      const message = `${given.cidr} is not within ${vpc.cidr}, the network of the VPC.`;
      throw new VpcError('InvalidParameterValue.Range', message);
    }
    const subnet: Subnet = {
      ...given,
      subnetId: `subnet-${randomText()}`,
      createdTime: this.clock.now(),
    };
    this.subnets.set(subnet.subnetId, subnet);
    return subnet;
  }

  requireSubnet(subnetId: string): Subnet {
    const subnet = this.subnets.get(subnetId);
    if (subnet) return subnet;
    throw new VpcError('ResourceNotFound', `The subnet ${subnetId} does not exist.`);
  }

  renameSubnet(subnetId: string, name: string): void {
    this.subnets.set(subnetId, { ...this.requireSubnet(subnetId), name });
  }

  deleteSubnet(subnetId: string, isUsed: boolean): void {
    this.requireSubnet(subnetId);
    if (isUsed) {
      throw new VpcError('ResourceInUse', `Something stands in the subnet ${subnetId}.`);
    }
    this.subnets.delete(subnetId);
  }
}
