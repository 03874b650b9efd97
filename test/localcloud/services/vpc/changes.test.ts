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

describe('what the local cloud has of VPC and CVM', () => {
  it('takes another name for a VPC, and tags with it', async () => {
    const Tags = [{ Key: 'pulumi-stack', Value: 'local' }];
    const input = { VpcName: 'chat', CidrBlock: '10.0.0.0/24', Tags };
    const { VpcId = '' } = (await api.must('vpc', 'CreateVpc', input))['Vpc'] as Fields;
    await api.must('vpc', 'ModifyVpcAttribute', { VpcId, VpcName: 'talk' });
    expect(await api.must('vpc', 'DescribeVpcs', {})).toMatchObject({
      VpcSet: [{ VpcId, VpcName: 'talk', TagSet: Tags }],
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

  it('takes another name and another bandwidth for a public address', async () => {
    const { AddressSet } = await api.must('vpc', 'AllocateAddresses', {});
    const [AddressId = ''] = AddressSet as string[];
    await api.must('vpc', 'ModifyAddressAttribute', { AddressId, AddressName: 'talk' });
    const bandwidth = { AddressIds: [AddressId], InternetMaxBandwidthOut: 20 };
    await api.must('vpc', 'ModifyAddressesBandwidth', bandwidth);
    expect(await api.must('vpc', 'DescribeAddresses', {})).toMatchObject({
      AddressSet: [{ AddressName: 'talk', Bandwidth: 20 }],
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
