import { startLocalCloud, type LocalCloud } from '../../../../localcloud/local-cloud';
import { errorCode } from '../../../support/api-client';
import { CloudDeployment } from '../../../support/cloud-deployment';

type Fields = Readonly<Record<string, string>>;

let cloud: LocalCloud;
let api: CloudDeployment;

beforeAll(async () => {
  cloud = await startLocalCloud({ port: 0 });
  api = new CloudDeployment(cloud);
});
afterAll(() => cloud.close());

/** Three of everything that VPC lists. */
async function makeThree(): Promise<void> {
  for (const third of [1, 2, 3]) {
    const CidrBlock = `10.0.${third}.0/24`;
    const { Vpc } = await api.must('vpc', 'CreateVpc', { VpcName: 'chat', CidrBlock });
    const { VpcId } = Vpc as Fields;
    const subnet = { VpcId, SubnetName: 'chat', CidrBlock, Zone: 'ap-guangzhou-6' };
    await api.must('vpc', 'CreateSubnet', subnet);
    const group = { GroupName: 'chat', GroupDescription: '' };
    await api.must('vpc', 'CreateSecurityGroup', group);
    await api.must('vpc', 'AllocateAddresses', {});
  }
}

describe('what the local cloud has of VPC and CVM', () => {
  it('takes another name for a VPC, and tags with it', async () => {
    const Tags = [{ Key: 'pulumi-stack', Value: 'local' }];
    const input = { VpcName: 'chat', CidrBlock: '10.0.0.0/24', Tags };
    const { VpcId = '' } = (await api.must('vpc', 'CreateVpc', input))['Vpc'] as Fields;
    // With all that the provider sends whatever has changed.
    const DnsServers = ['183.60.82.98', '183.60.83.19'];
    await api.must('vpc', 'ModifyVpcAttribute', {
      VpcId,
      VpcName: 'talk',
      DnsServers,
      EnableMulticast: 'false',
      EnableRouteVpcPublish: false,
      EnableRouteVpcPublishIpv6: false,
    });
    expect(await api.must('vpc', 'DescribeVpcs', {})).toMatchObject({
      VpcSet: [{ VpcId, VpcName: 'talk', DnsServerSet: DnsServers, TagSet: Tags }],
    });
  });

  it('takes another name for a security group', async () => {
    const input = { GroupName: 'chat', GroupDescription: '' };
    const answer = await api.must('vpc', 'CreateSecurityGroup', input);
    const { SecurityGroupId = '' } = answer['SecurityGroup'] as Fields;
    const change = { SecurityGroupId, GroupName: 'talk', GroupDescription: 'of it' };
    await api.must('vpc', 'ModifySecurityGroupAttribute', change);
    expect(await api.must('vpc', 'DescribeSecurityGroups', {})).toMatchObject({
      SecurityGroupSet: [{ SecurityGroupName: 'talk', SecurityGroupDesc: 'of it' }],
    });
  });

  it('takes another name, bandwidth and charge for a public address', async () => {
    const { AddressSet } = await api.must('vpc', 'AllocateAddresses', {});
    const [AddressId = ''] = AddressSet as string[];
    await api.must('vpc', 'ModifyAddressAttribute', { AddressId, AddressName: 'talk' });
    const bandwidth = { AddressIds: [AddressId], InternetMaxBandwidthOut: 20 };
    await api.must('vpc', 'ModifyAddressesBandwidth', bandwidth);
    expect(await api.must('vpc', 'DescribeAddresses', {})).toMatchObject({
      AddressSet: [{ AddressName: 'talk', Bandwidth: 20 }],
    });
    const InternetChargeType = 'BANDWIDTH_POSTPAID_BY_HOUR';
    const charge = { AddressId, InternetChargeType, InternetMaxBandwidthOut: 5 };
    await api.must('vpc', 'ModifyAddressInternetChargeType', charge);
    expect(await api.must('vpc', 'DescribeAddresses', {})).toMatchObject({
      AddressSet: [{ InternetChargeType, Bandwidth: 5 }],
    });
  });

  it('lists security groups by their name, and VPCs by a part of it', async () => {
    for (const GroupName of ['one', 'one more']) {
      await api.must('vpc', 'CreateSecurityGroup', { GroupName, GroupDescription: '' });
      await api.must('vpc', 'CreateVpc', { VpcName: GroupName, CidrBlock: '10.0.0.0/24' });
    }
    const ofGroups = { Filters: [{ Name: 'security-group-name', Values: ['one'] }] };
    expect(await api.must('vpc', 'DescribeSecurityGroups', ofGroups)).toMatchObject({
      SecurityGroupSet: [{ SecurityGroupName: 'one' }],
    });
    const ofVpcs = { Filters: [{ Name: 'vpc-name', Values: ['one'] }] };
    expect(await api.must('vpc', 'DescribeVpcs', ofVpcs)).toMatchObject({
      VpcSet: [{ VpcName: 'one' }, { VpcName: 'one more' }],
    });
  });

  it.each([
    ['DescribeVpcs', 'VpcSet'],
    ['DescribeRouteTables', 'RouteTableSet'],
    ['DescribeSubnets', 'SubnetSet'],
    ['DescribeSecurityGroups', 'SecurityGroupSet'],
    ['DescribeAddresses', 'AddressSet'],
  ])('shows a page of what %s lists, by numbers or text', async (action, set) => {
    await makeThree();
    const all = await api.must('vpc', action, { Limit: 100 });
    const found = all[set] as Fields[];
    for (const page of [
      { Offset: 2, Limit: 1 },
      { Offset: '2', Limit: '1' },
    ]) {
      const answer = await api.must('vpc', action, page);
      expect(answer).toMatchObject({ TotalCount: found.length, [set]: [found[2]] });
      expect(answer[set]).toHaveLength(1);
    }
    const input = { Offset: '0', Limit: '101' };
    expect(errorCode(await api.call('vpc', action, input))).toMatch(/^InvalidParameter/);
  });

  it('sells machines by their type, in each zone', async () => {
    const Filters = [{ Name: 'instance-type', Values: ['S5.SMALL2'] }];
    const offers = await api.must('cvm', 'DescribeZoneInstanceConfigInfos', { Filters });
    expect(offers['InstanceTypeQuotaSet']).toHaveLength(2);
  });

  it('says that a machine does not exist, by the code of CVM', async () => {
    const input = { InstanceIds: ['ins-none'], InstanceName: 'talk' };
    const answer = await api.call('cvm', 'ModifyInstancesAttribute', input);
    expect(errorCode(answer)).toBe('InvalidInstanceId.NotFound');
  });
});

describe('the rules of a security group', () => {
  const rule = (Port: string) => ({
    Protocol: 'TCP',
    Port,
    CidrBlock: '0.0.0.0/0',
    Action: 'ACCEPT',
  });
  let SecurityGroupId: string;

  beforeEach(async () => {
    const input = { GroupName: 'rules', GroupDescription: '' };
    const { SecurityGroup } = await api.must('vpc', 'CreateSecurityGroup', input);
    SecurityGroupId = (SecurityGroup as Fields)['SecurityGroupId'] ?? '';
    await modify({ Ingress: [rule('1'), rule('2'), rule('3')], Egress: [rule('9')] });
  });

  async function modify(SecurityGroupPolicySet: object, more: object = {}): Promise<void> {
    const input = { SecurityGroupId, SecurityGroupPolicySet, ...more };
    await api.must('vpc', 'ModifySecurityGroupPolicies', input);
  }

  async function remove(SecurityGroupPolicySet: object): Promise<string | undefined> {
    const input = { SecurityGroupId, SecurityGroupPolicySet };
    return errorCode(await api.call('vpc', 'DeleteSecurityGroupPolicies', input));
  }

  /** Their ports by direction, and their version. */
  async function rules(): Promise<[string[], string[], string]> {
    const answer = await api.must('vpc', 'DescribeSecurityGroupPolicies', { SecurityGroupId });
    const { Ingress, Egress, Version } = answer['SecurityGroupPolicySet'] as {
      Ingress: { Port: string }[];
      Egress: { Port: string }[];
      Version: string;
    };
    return [Ingress.map(({ Port }) => Port), Egress.map(({ Port }) => Port), Version];
  }

  it('are what is given in that order where they are to be sorted, as the provider updates them', async () => {
    const Ingress = [rule('4'), rule('3'), rule('1')];
    await modify({ Version: '2', Ingress, Egress: [rule('9')] }, { SortPolicys: true });
    expect(await rules()).toEqual([['4', '3', '1'], ['9'], '2']);
  });

  it('keep their places where they are not to be sorted', async () => {
    await modify({ Ingress: [rule('4'), rule('3'), rule('1')] });
    expect(await rules()).toEqual([['1', '3', '4'], ['9'], '2']);
  });

  it('are all gone with the version 0, whatever else is given', async () => {
    await modify({ Version: '0', Ingress: [rule('4')] });
    expect(await rules()).toEqual([[], [], '2']);
  });

  it('of one direction go by their indexes, as the provider takes away all of them', async () => {
    expect(await remove({ Ingress: [{ PolicyIndex: 0 }, { PolicyIndex: 2 }] })).toBeUndefined();
    expect(await rules()).toEqual([['2'], ['9'], '2']);
  });

  it.each([
    ['of both directions', {}, 'InvalidParameter.Coexist'],
    ['of an older version', { Version: '7', Ingress: [] }, 'UnsupportedOperation.VersionMismatch'],
    [
      'that there are not',
      { Ingress: [], Egress: [{ PolicyIndex: 1 }] },
      'InvalidParameterValue.Range',
    ],
  ])('%s do not go in one request', async (_which, more, code) => {
    const both = { Ingress: [{ PolicyIndex: 0 }], Egress: [{ PolicyIndex: 0 }] };
    expect(await remove({ ...both, ...more })).toBe(code);
    expect(await rules()).toEqual([['1', '2', '3'], ['9'], '1']);
  });
});
