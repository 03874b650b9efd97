import { runInstancesInput } from '../../../../localcloud/deploy/resources/cvm-instance';
import { createRecordInput } from '../../../../localcloud/deploy/resources/dnspod-record';
import { createFunctionInput } from '../../../../localcloud/deploy/resources/scf-function';
import {
  allocateAddressesInput,
  createSubnetInput,
  createVpcInput,
  modifyPoliciesInput,
} from '../../../../localcloud/deploy/resources/vpc';
import { readDnsRecordRequests, readMachineRequests } from '../../../support/recorded-requests';

function recorded(action: string): string {
  const request = readMachineRequests().find((one) => one.action === action);
  if (request === undefined) throw new Error(`${action} was not recorded`);
  return request.body;
}

/** Of the stack that was recorded, which had no tags and asked for no private address. */
describe('the deployment of a machine onto the local cloud sends what the real provider sent', () => {
  it('for a VPC', () => {
    const inputs = { name: 'chat', cidrBlock: '10.0.0.0/16' };
    expect(JSON.stringify(createVpcInput(inputs))).toBe(recorded('CreateVpc'));
  });

  it('for a subnet', () => {
    const inputs = {
      vpcId: 'vpc-rw',
      name: 'chat',
      cidrBlock: '10.0.1.0/24',
      availabilityZone: 'ap-guangzhou-6',
    };
    expect(JSON.stringify(createSubnetInput(inputs))).toBe(recorded('CreateSubnet'));
  });

  it('for the rules of a security group', () => {
    const rule = (protocol: string, port: string, cidrBlock: string, description: string) => ({
      action: 'ACCEPT',
      protocol,
      port,
      cidrBlock,
      description,
    });
    const inputs = {
      securityGroupId: 'sg-rt',
      ingresses: [
        rule('TCP', '80,443', '0.0.0.0/0', 'clients'),
        rule('TCP', '9001', '10.0.0.0/16', 'push-back'),
      ],
      egresses: [rule('ALL', 'ALL', '0.0.0.0/0', 'all')],
    };
    const body = recorded('ModifySecurityGroupPolicies');
    expect(JSON.stringify(modifyPoliciesInput(inputs))).toBe(body);
  });

  it('for a public address', () => {
    const inputs = {
      name: 'gateway',
      internetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
      internetMaxBandwidthOut: 50,
      type: 'EIP',
    };
    expect(JSON.stringify(allocateAddressesInput(inputs))).toBe(recorded('AllocateAddresses'));
  });

  it('for the record of its domain', () => {
    const inputs = {
      domain: 'example.com',
      subDomain: 'chat',
      recordType: 'A',
      recordLine: '默认',
      value: '127.163.163.222',
      ttl: 600,
    };
    expect(JSON.stringify(createRecordInput(inputs))).toBe(readDnsRecordRequests()[0]?.body);
  });

  it('for the machine, which has tags besides', () => {
    const body = recorded('RunInstances');
    const { ClientToken } = JSON.parse(body) as { ClientToken: string };
    const { TagSpecification, ...sent } = runInstancesInput(
      {
        instanceChargeType: 'POSTPAID_BY_HOUR',
        availabilityZone: 'ap-guangzhou-6',
        instanceType: 'SA2.MEDIUM2',
        imageId: 'img-deb12',
        systemDiskType: 'CLOUD_BSSD',
        systemDiskSize: 20,
        vpcId: 'vpc-rw',
        subnetId: 'subnet-rx',
        instanceName: 'gateway',
        orderlySecurityGroups: ['sg-rt'],
        userData: 'I2Nsb3VkLWNvbmZpZwojIDEK',
        camRoleName: 'gw',
        tags: { key: 'value' },
      },
      ClientToken,
    );
    expect(JSON.stringify(sent)).toBe(body);
    expect(TagSpecification).toEqual([
      { ResourceType: 'instance', Tags: [{ Key: 'key', Value: 'value' }] },
    ]);
  });

  it('for a function in the VPC', () => {
    const body = recorded('CreateFunction');
    const { Code } = JSON.parse(body) as { Code: { ZipFile: string } };
    const inputs = {
      name: 'tr',
      handler: 'index.main_handler',
      timeout: 10,
      runtime: 'Nodejs20.19',
      namespace: 'default',
      environment: { PUSH_BACK_URL: 'http://10.0.1.7:9001/' },
      vpcId: 'vpc-rw',
      subnetId: 'subnet-rx',
      enablePublicNet: true,
      role: '',
    };
    const { Role: _none, ...sent } = createFunctionInput(
      inputs,
      Buffer.from(Code.ZipFile, 'base64'),
    );
    expect(JSON.stringify(sent)).toBe(body);
  });
});
