import * as v from 'valibot';

/** What VPC keeps over a restart. Times in milliseconds. */

/** Tencent's own resolvers, which a VPC has unless it was given others. */
export const DNS_SERVERS = ['183.60.83.19', '183.60.82.98'];

const Rule = v.strictObject({
  Protocol: v.string(),
  Port: v.string(),
  CidrBlock: v.string(),
  Action: v.string(),
  PolicyDescription: v.string(),
});

export const VpcSnapshot = v.strictObject({
  vpcs: v.array(
    v.strictObject({
      vpcId: v.string(),
      name: v.string(),
      cidr: v.string(),
      routeTableId: v.string(),
      dnsServers: v.optional(v.array(v.string()), DNS_SERVERS),
      createdTime: v.number(),
    }),
  ),
  subnets: v.array(
    v.strictObject({
      subnetId: v.string(),
      vpcId: v.string(),
      name: v.string(),
      cidr: v.string(),
      zone: v.string(),
      createdTime: v.number(),
    }),
  ),
  groups: v.array(
    v.strictObject({
      groupId: v.string(),
      name: v.string(),
      description: v.string(),
      version: v.number(),
      ingress: v.array(Rule),
      egress: v.array(Rule),
      createdTime: v.number(),
      updateTime: v.number(),
    }),
  ),
  addresses: v.array(
    v.strictObject({
      addressId: v.string(),
      name: v.string(),
      ip: v.string(),
      bandwidth: v.number(),
      chargeType: v.string(),
      instanceId: v.nullable(v.string()),
      createdTime: v.number(),
    }),
  ),
});

export type VpcSnapshot = v.InferOutput<typeof VpcSnapshot>;
export type Vpc = VpcSnapshot['vpcs'][number];
export type Subnet = VpcSnapshot['subnets'][number];
export type SecurityGroup = VpcSnapshot['groups'][number];
export type SecurityRule = v.InferOutput<typeof Rule>;
export type Address = VpcSnapshot['addresses'][number];
