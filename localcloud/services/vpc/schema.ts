import * as v from 'valibot';
import { Filters } from '../filters';
import { OffsetAndLimitOrText } from '../paging';

/** Inputs of VPC, version 2017-03-12, as far as they have an effect or are only echoed. */

const flag = v.optional(v.union([v.boolean(), v.picklist(['true', 'false'])]));
const Tags = v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() })), []);
const Ids = v.pipe(v.array(v.string()), v.minLength(1));

export const CreateVpc = v.strictObject({
  VpcName: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  CidrBlock: v.string(),
  EnableMulticast: flag,
  EnableRouteVpcPublish: flag,
  EnableRouteVpcPublishIpv6: flag,
  Tags,
});
export const DescribeVpcs = v.strictObject({
  Filters,
  VpcIds: v.optional(Ids),
  ...OffsetAndLimitOrText,
});
export const ModifyVpcAttribute = v.strictObject({
  VpcId: v.string(),
  VpcName: v.optional(v.string()),
  DnsServers: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.ip())), v.minLength(1), v.maxLength(4)),
  ),
  EnableMulticast: flag,
  EnableRouteVpcPublish: flag,
  EnableRouteVpcPublishIpv6: flag,
});
export const DeleteVpc = v.strictObject({ VpcId: v.string() });
export const DescribeRouteTables = v.strictObject({ Filters, ...OffsetAndLimitOrText });

export const CreateSubnet = v.strictObject({
  VpcId: v.string(),
  SubnetName: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  CidrBlock: v.string(),
  Zone: v.string(),
  Tags,
});
export const DescribeSubnets = v.strictObject({
  Filters,
  SubnetIds: v.optional(Ids),
  ...OffsetAndLimitOrText,
});
export const ModifySubnetAttribute = v.strictObject({
  SubnetId: v.string(),
  SubnetName: v.optional(v.string()),
  EnableBroadcast: flag,
});
export const DeleteSubnet = v.strictObject({ SubnetId: v.string() });
export const DescribeUsedIpAddress = v.strictObject({
  VpcId: v.string(),
  SubnetId: v.optional(v.string()),
  IpAddresses: v.optional(v.array(v.string())),
  ...OffsetAndLimitOrText,
});

const Policy = v.strictObject({
  Protocol: v.picklist(['TCP', 'UDP', 'ICMP', 'ALL']),
  Port: v.pipe(v.string(), v.regex(/^(ALL|all|\d+(-\d+)?(,\d+(-\d+)?)*)$/)),
  CidrBlock: v.string(),
  Action: v.picklist(['ACCEPT', 'DROP']),
  PolicyDescription: v.optional(v.string(), ''),
});
export const CreateSecurityGroup = v.strictObject({
  GroupName: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  GroupDescription: v.pipe(v.string(), v.maxLength(100)),
  Tags,
});
export const DescribeSecurityGroups = v.strictObject({
  SecurityGroupIds: v.optional(Ids),
  Filters,
  ...OffsetAndLimitOrText,
});
export const ModifySecurityGroupAttribute = v.strictObject({
  SecurityGroupId: v.string(),
  GroupName: v.optional(v.string()),
  GroupDescription: v.optional(v.string()),
});
export const ModifySecurityGroupPolicies = v.strictObject({
  SecurityGroupId: v.string(),
  SecurityGroupPolicySet: v.strictObject({
    Version: v.optional(v.string()),
    Ingress: v.optional(v.array(Policy)),
    Egress: v.optional(v.array(Policy)),
  }),
  SortPolicys: v.optional(v.boolean(), false),
});
/** By index only; Tencent also takes the rules themselves. */
const PoliciesByIndex = v.optional(
  v.array(v.strictObject({ PolicyIndex: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
  [],
);
export const DeleteSecurityGroupPolicies = v.strictObject({
  SecurityGroupId: v.string(),
  SecurityGroupPolicySet: v.strictObject({
    Version: v.optional(v.string()),
    Ingress: PoliciesByIndex,
    Egress: PoliciesByIndex,
  }),
});
export const OfSecurityGroup = v.strictObject({ SecurityGroupId: v.string() });
export const DescribeSecurityGroupAssociationStatistics = v.strictObject({
  SecurityGroupIds: Ids,
});

export const AllocateAddresses = v.strictObject({
  InternetChargeType: v.optional(v.string(), 'TRAFFIC_POSTPAID_BY_HOUR'),
  InternetMaxBandwidthOut: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  AddressType: v.optional(v.literal('EIP')),
  AddressName: v.optional(v.string(), ''),
  Tags,
});
export const DescribeAddresses = v.strictObject({
  AddressIds: v.optional(Ids),
  Filters,
  ...OffsetAndLimitOrText,
});
export const ModifyAddressAttribute = v.strictObject({
  AddressId: v.string(),
  AddressName: v.string(),
});
export const ModifyAddressesBandwidth = v.strictObject({
  AddressIds: Ids,
  InternetMaxBandwidthOut: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export const ModifyAddressInternetChargeType = v.strictObject({
  AddressId: v.string(),
  InternetChargeType: v.picklist(['TRAFFIC_POSTPAID_BY_HOUR', 'BANDWIDTH_POSTPAID_BY_HOUR']),
  InternetMaxBandwidthOut: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export const AssociateAddress = v.strictObject({ AddressId: v.string(), InstanceId: v.string() });
export const DisassociateAddress = v.strictObject({ AddressId: v.string() });
export const ReleaseAddresses = v.strictObject({ AddressIds: Ids });
export const DescribeTaskResult = v.strictObject({ TaskId: v.number() });
export const DescribeBandwidthPackages = v.strictObject({ Filters, ...OffsetAndLimitOrText });
