import type { CloudDeployment } from '../cloud-deployment';

type Item = Readonly<Record<string, unknown>>;

/** What a stack with machines has, by the actions that list it and what its id is called there. */
const KINDS = [
  ['vpc', 'DescribeVpcs', 'VpcSet', 'VpcId', 'vpc:vpc'],
  ['vpc', 'DescribeSubnets', 'SubnetSet', 'SubnetId', 'vpc:subnet'],
  ['vpc', 'DescribeSecurityGroups', 'SecurityGroupSet', 'SecurityGroupId', 'cvm:sg'],
  ['vpc', 'DescribeAddresses', 'AddressSet', 'AddressId', 'vpc:eip'],
  ['cvm', 'DescribeInstances', 'InstanceSet', 'InstanceId', 'cvm:instance'],
  ['clb', 'DescribeLoadBalancers', 'LoadBalancerSet', 'LoadBalancerId', 'clb:clb'],
  ['redis', 'DescribeInstances', 'InstanceSet', 'InstanceId', 'redis:instance'],
] as const;

/** What changes with each request, or by itself. */
const PASSING = ['RequestId', 'UpdateTime', 'ModifyTime', 'Version'];

/** All of that as the cloud shows it, with the rules of the security groups. */
export async function described(api: CloudDeployment): Promise<unknown> {
  const shown = [];
  for (const [product, action, set] of KINDS) shown.push(await list(api, product, action, set));
  for (const SecurityGroupId of await idsOf(api, 'SecurityGroupId')) {
    shown.push(await api.must('vpc', 'DescribeSecurityGroupPolicies', { SecurityGroupId }));
  }
  const text = JSON.stringify(shown, (name, value: unknown) =>
    PASSING.includes(name) ? undefined : value,
  );
  return JSON.parse(text);
}

/**
 * Changes whatever somebody can change by hand in a stack with machines: names, tags, bandwidths
 * and rules. Gives how many resources of the stack are otherwise afterwards.
 */
export async function changeByHand(api: CloudDeployment, region: string): Promise<number> {
  for (const [product, action, set, idName, kind] of KINDS) {
    for (const item of await list(api, product, action, set)) {
      const [service, prefix] = kind.split(':');
      await api.must('tag', 'ModifyResourceTags', {
        Resource: `qcs::${service}:${region}:uin/:${prefix}/${String(item[idName])}`,
        ReplaceTags: [{ TagKey: 'pulumi-stack', TagValue: 'another' }],
      });
    }
  }
  for (const VpcId of await idsOf(api, 'VpcId')) {
    await api.must('vpc', 'ModifyVpcAttribute', { VpcId, VpcName: 'another' });
  }
  for (const SubnetId of await idsOf(api, 'SubnetId')) {
    await api.must('vpc', 'ModifySubnetAttribute', { SubnetId, SubnetName: 'another' });
  }
  for (const AddressId of await idsOf(api, 'AddressId')) {
    await api.must('vpc', 'ModifyAddressAttribute', { AddressId, AddressName: 'another' });
    const bandwidth = { AddressIds: [AddressId], InternetMaxBandwidthOut: 1 };
    await api.must('vpc', 'ModifyAddressesBandwidth', bandwidth);
  }
  const machines = await list(api, 'cvm', 'DescribeInstances', 'InstanceSet');
  await api.must('cvm', 'ModifyInstancesAttribute', {
    InstanceIds: machines.map(({ InstanceId }) => InstanceId),
    InstanceName: 'another',
  });
  const groups = await idsOf(api, 'SecurityGroupId');
  for (const SecurityGroupId of groups) {
    const name = { GroupName: 'another', GroupDescription: 'another' };
    await api.must('vpc', 'ModifySecurityGroupAttribute', { SecurityGroupId, ...name });
    const rule = { Protocol: 'TCP', Port: '22', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' };
    await api.must('vpc', 'ModifySecurityGroupPolicies', {
      SecurityGroupId,
      SecurityGroupPolicySet: { Ingress: [rule], Egress: [rule] },
    });
  }
  let changed = groups.length;
  for (const [product, action, set] of KINDS) {
    changed += (await list(api, product, action, set)).length;
  }
  return changed;
}

async function idsOf(
  api: CloudDeployment,
  idName: 'VpcId' | 'SubnetId' | 'SecurityGroupId' | 'AddressId',
): Promise<string[]> {
  const [, action = '', set = ''] = KINDS.find((kind) => kind[3] === idName) ?? [];
  return (await list(api, 'vpc', action, set)).map((item) => String(item[idName]));
}

async function list(
  api: CloudDeployment,
  product: string,
  action: string,
  set: string,
): Promise<readonly Item[]> {
  return (await api.must(product, action, {}))[set] as readonly Item[];
}
