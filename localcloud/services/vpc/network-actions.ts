import { defineAction, type Action } from '../action';
import { filtered } from '../filters';
import { pageOf } from '../paging';
import type { TaggedResource, TagStore } from '../tag/tag-store';
import { beijingTime } from '../time-text';
import { isWithin } from './ipv4';
import type { NetworkStore } from './network-store';
import type { ListOccupants } from './occupant';
import * as schema from './schema';
import type { Subnet, Vpc } from './snapshot';

/** Addresses of a subnet that Tencent keeps for itself. */
const KEPT_ADDRESSES = 3;

/** The actions of VPC about networks: VPCs, subnets, route tables. */
export function networkActions(
  networks: NetworkStore,
  occupants: ListOccupants,
  tags: TagStore,
): Record<string, Action> {
  const standingIn = (subnetId: string) =>
    occupants().filter((occupant) => occupant.subnetId === subnetId);

  function subnetInfo(subnet: Subnet) {
    const total = 2 ** (32 - Number(subnet.cidr.split('/')[1])) - KEPT_ADDRESSES;
    return {
      SubnetId: subnet.subnetId,
      VpcId: subnet.vpcId,
      SubnetName: subnet.name,
      CidrBlock: subnet.cidr,
      Ipv6CidrBlock: '',
      Zone: subnet.zone,
      IsDefault: false,
      EnableBroadcast: false,
      RouteTableId: networks.requireVpc(subnet.vpcId).routeTableId,
      CreatedTime: beijingTime(subnet.createdTime),
      AvailableIpAddressCount: total - standingIn(subnet.subnetId).length,
      TotalIpAddressCount: total,
      NetworkAclId: '',
      IsRemoteVpcSnat: false,
      TagSet: tags.listOf(taggedSubnet(subnet.subnetId)),
      CdcId: '',
      IsCdcSubnet: 0,
    };
  }

  function vpcInfo(vpc: Vpc) {
    return {
      VpcId: vpc.vpcId,
      VpcName: vpc.name,
      CidrBlock: vpc.cidr,
      Ipv6CidrBlock: '',
      IsDefault: false,
      EnableMulticast: false,
      CreatedTime: beijingTime(vpc.createdTime),
      DnsServerSet: vpc.dnsServers,
      DomainName: '',
      DhcpOptionsId: '',
      EnableDhcp: true,
      TagSet: tags.listOf(taggedVpc(vpc.vpcId)),
      AssistantCidrSet: [],
      EnableRouteVpcPublish: false,
      EnableRouteVpcPublishIpv6: false,
    };
  }

  return {
    CreateVpc: defineAction(schema.CreateVpc, ({ VpcName, CidrBlock, Tags }) => {
      const vpc = networks.createVpc(VpcName, CidrBlock);
      tags.setAll(taggedVpc(vpc.vpcId), Tags);
      return { Vpc: vpcInfo(vpc) };
    }),
    DescribeVpcs: defineAction(schema.DescribeVpcs, ({ Filters, VpcIds, ...page }) => {
      const found = filtered(
        networks.listVpcs(),
        Filters,
        (vpc) => ({ 'vpc-id': vpc.vpcId, 'vpc-name': vpc.name }),
        ['vpc-name'],
      ).filter(({ vpcId }) => VpcIds?.includes(vpcId) ?? true);
      return { TotalCount: found.length, VpcSet: pageOf(found, page).map(vpcInfo) };
    }),
    ModifyVpcAttribute: defineAction(schema.ModifyVpcAttribute, (input) => {
      const { name, dnsServers } = networks.requireVpc(input.VpcId);
      networks.changeVpc(input.VpcId, {
        name: input.VpcName ?? name,
        dnsServers: input.DnsServers ?? dnsServers,
      });
      return {};
    }),
    DeleteVpc: defineAction(schema.DeleteVpc, ({ VpcId }) => {
      networks.deleteVpc(VpcId);
      tags.clear(taggedVpc(VpcId));
      return {};
    }),
    DescribeRouteTables: defineAction(schema.DescribeRouteTables, ({ Filters, ...page }) => {
      const found = filtered(networks.listVpcs(), Filters, (vpc) => ({
        'vpc-id': vpc.vpcId,
        'route-table-id': vpc.routeTableId,
        'association.main': 'true',
      }));
      return { TotalCount: found.length, RouteTableSet: pageOf(found, page).map(routeTableInfo) };
    }),

    CreateSubnet: defineAction(schema.CreateSubnet, (input) => {
      const subnet = networks.createSubnet({
        vpcId: input.VpcId,
        name: input.SubnetName,
        cidr: input.CidrBlock,
        zone: input.Zone,
      });
      tags.setAll(taggedSubnet(subnet.subnetId), input.Tags);
      return { Subnet: subnetInfo(subnet) };
    }),
    DescribeSubnets: defineAction(schema.DescribeSubnets, ({ Filters, SubnetIds, ...page }) => {
      const found = filtered(networks.listSubnets(), Filters, (subnet) => ({
        'subnet-id': subnet.subnetId,
        'vpc-id': subnet.vpcId,
        'subnet-name': subnet.name,
        zone: subnet.zone,
      })).filter(({ subnetId }) => SubnetIds?.includes(subnetId) ?? true);
      return { TotalCount: found.length, SubnetSet: pageOf(found, page).map(subnetInfo) };
    }),
    ModifySubnetAttribute: defineAction(
      schema.ModifySubnetAttribute,
      ({ SubnetId, SubnetName }) => {
        networks.renameSubnet(SubnetId, SubnetName ?? networks.requireSubnet(SubnetId).name);
        return {};
      },
    ),
    DeleteSubnet: defineAction(schema.DeleteSubnet, ({ SubnetId }) => {
      networks.deleteSubnet(SubnetId, standingIn(SubnetId).length > 0);
      tags.clear(taggedSubnet(SubnetId));
      return {};
    }),
    DescribeUsedIpAddress: defineAction(schema.DescribeUsedIpAddress, (input) => {
      const used = occupants().filter(
        ({ vpcId, subnetId, privateIp }) =>
          vpcId === input.VpcId &&
          (input.SubnetId === undefined || subnetId === input.SubnetId) &&
          (input.IpAddresses?.some((address) => isWithin(privateIp, address)) ?? true),
      );
      return {
        TotalCount: used.length,
        IpAddressStates: pageOf(used, input).map(
          ({ vpcId, subnetId, privateIp, kind, resourceId }) => ({
            VpcId: vpcId,
            SubnetId: subnetId,
            IpAddress: privateIp,
            ResourceType: kind,
            ResourceId: resourceId,
          }),
        ),
      };
    }),
  };
}

/** As the tag product knows them. */
function taggedVpc(id: string): TaggedResource {
  return { service: 'vpc', prefix: 'vpc', id };
}

function taggedSubnet(id: string): TaggedResource {
  return { service: 'vpc', prefix: 'subnet', id };
}

function routeTableInfo(vpc: Vpc) {
  return {
    VpcId: vpc.vpcId,
    RouteTableId: vpc.routeTableId,
    RouteTableName: 'default',
    Main: true,
    AssociationSet: [],
    RouteSet: [],
    CreatedTime: beijingTime(vpc.createdTime),
    TagSet: [],
    LocalCidrForCcn: [],
  };
}
