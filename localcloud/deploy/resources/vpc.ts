import type { ApiInput } from '../cloud-client';
import { text, type Inputs, type ResourceType } from './resource';
import { tagList, tagResource } from './tags';

/** tencentcloud_vpc. */
export const vpc: ResourceType = {
  async create(inputs, cloud) {
    const { Vpc } = await cloud.call('vpc', 'CreateVpc', createVpcInput(inputs));
    return { id: (Vpc as { readonly VpcId: string }).VpcId, outputs: {} };
  },
};

/** tencentcloud_subnet: CreateSubnet, then ModifySubnetAttribute, which the provider always sends. */
export const subnet: ResourceType = {
  async create(inputs, cloud) {
    const { Subnet } = await cloud.call('vpc', 'CreateSubnet', createSubnetInput(inputs));
    const { SubnetId } = Subnet as { readonly SubnetId: string };
    const name = { SubnetId, SubnetName: text(inputs, 'name'), EnableBroadcast: 'false' };
    await tagResource(inputs, `qcs::vpc:${cloud.region}:uin/:subnet/${SubnetId}`, cloud);
    await cloud.call('vpc', 'ModifySubnetAttribute', name);
    return { id: SubnetId, outputs: {} };
  },
};

/** tencentcloud_security_group. */
export const securityGroup: ResourceType = {
  async create(inputs, cloud) {
    const { SecurityGroup } = await cloud.call('vpc', 'CreateSecurityGroup', {
      GroupName: text(inputs, 'name'),
      GroupDescription: text(inputs, 'description'),
      ...tagList(inputs),
    });
    const { SecurityGroupId: id } = SecurityGroup as { readonly SecurityGroupId: string };
    await tagResource(inputs, `qcs::cvm:${cloud.region}:uin/:sg/${id}`, cloud);
    return { id, outputs: {} };
  },
};

/** tencentcloud_security_group_rule_set. */
export const securityGroupRuleSet: ResourceType = {
  async create(inputs, cloud) {
    await cloud.call('vpc', 'ModifySecurityGroupPolicies', modifyPoliciesInput(inputs));
    return { id: text(inputs, 'securityGroupId'), outputs: {} };
  },
};

/** tencentcloud_eip: AllocateAddresses, then DescribeAddresses for what the program reads. */
export const eip: ResourceType = {
  async create(inputs, cloud) {
    const allocated = await cloud.call('vpc', 'AllocateAddresses', allocateAddressesInput(inputs));
    const AddressIds = allocated['AddressSet'] as readonly string[];
    const { AddressSet } = await cloud.call('vpc', 'DescribeAddresses', { AddressIds });
    const [address] = AddressSet as readonly { readonly AddressIp: string }[];
    return { id: AddressIds[0] ?? '', outputs: { publicIp: address?.AddressIp } };
  },
};

/** tencentcloud_eip_association. */
export const eipAssociation: ResourceType = {
  async create(inputs, cloud) {
    const AddressId = text(inputs, 'eipId');
    const InstanceId = text(inputs, 'instanceId');
    await cloud.call('vpc', 'AssociateAddress', { AddressId, InstanceId });
    return { id: `${AddressId}::${InstanceId}`, outputs: {} };
  },
};

/** The body of CreateVpc, as the provider sends it. */
export function createVpcInput(inputs: Inputs): ApiInput {
  return {
    VpcName: text(inputs, 'name'),
    CidrBlock: text(inputs, 'cidrBlock'),
    EnableMulticast: 'false',
    EnableRouteVpcPublish: false,
    EnableRouteVpcPublishIpv6: false,
    ...tagList(inputs),
  };
}

/** The body of CreateSubnet, as the provider sends it. */
export function createSubnetInput(inputs: Inputs): ApiInput {
  return {
    VpcId: text(inputs, 'vpcId'),
    SubnetName: text(inputs, 'name'),
    CidrBlock: text(inputs, 'cidrBlock'),
    Zone: text(inputs, 'availabilityZone'),
    ...tagList(inputs),
  };
}

/** The body of ModifySecurityGroupPolicies, as the provider sends it. */
export function modifyPoliciesInput(inputs: Inputs): ApiInput {
  return {
    SecurityGroupId: text(inputs, 'securityGroupId'),
    SecurityGroupPolicySet: {
      ...(inputs['egresses'] !== undefined && { Egress: rules(inputs['egresses']) }),
      Ingress: rules(inputs['ingresses']),
    },
  };
}

/** The body of AllocateAddresses, as the provider sends it. */
export function allocateAddressesInput(inputs: Inputs): ApiInput {
  return {
    InternetChargeType: text(inputs, 'internetChargeType'),
    InternetMaxBandwidthOut: inputs['internetMaxBandwidthOut'],
    AddressType: text(inputs, 'type'),
    AddressName: text(inputs, 'name'),
    ...tagList(inputs),
  };
}

function rules(given: unknown): ApiInput[] {
  return (given as readonly Inputs[]).map((rule) => ({
    Protocol: text(rule, 'protocol'),
    Port: text(rule, 'port'),
    CidrBlock: text(rule, 'cidrBlock'),
    Action: text(rule, 'action'),
    PolicyDescription: text(rule, 'description'),
  }));
}
