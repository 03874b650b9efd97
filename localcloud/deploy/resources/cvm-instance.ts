import { randomUUID } from 'node:crypto';
import type { ApiInput } from '../cloud-client';
import { tagList } from './tags';
import { text, type Inputs, type ResourceType } from './resource';

/** tencentcloud_instance. */
export const cvmInstance: ResourceType = {
  async create(inputs, cloud) {
    const answer = await cloud.call('cvm', 'RunInstances', runInstancesInput(inputs, randomUUID()));
    return { id: (answer['InstanceIdSet'] as readonly string[])[0] ?? '', outputs: {} };
  },
};

/** The body of RunInstances, as the provider sends it. */
export function runInstancesInput(inputs: Inputs, ClientToken: string): ApiInput {
  const privateIp = inputs['privateIp'];
  return {
    InstanceChargeType: text(inputs, 'instanceChargeType'),
    Placement: { Zone: text(inputs, 'availabilityZone') },
    InstanceType: text(inputs, 'instanceType'),
    ImageId: text(inputs, 'imageId'),
    SystemDisk: {
      DiskType: text(inputs, 'systemDiskType'),
      DiskSize: inputs['systemDiskSize'],
    },
    VirtualPrivateCloud: {
      VpcId: text(inputs, 'vpcId'),
      SubnetId: text(inputs, 'subnetId'),
      ...(privateIp !== undefined && { PrivateIpAddresses: [privateIp] }),
    },
    InternetAccessible: { InternetMaxBandwidthOut: 0, PublicIpAssigned: false },
    InstanceName: text(inputs, 'instanceName'),
    SecurityGroupIds: inputs['orderlySecurityGroups'],
    EnhancedService: {
      SecurityService: { Enabled: true },
      MonitorService: { Enabled: true },
      AutomationService: { Enabled: true },
    },
    TagSpecification: [{ ResourceType: 'instance', ...tagList(inputs) }],
    ClientToken,
    UserData: text(inputs, 'userData'),
    CamRoleName: text(inputs, 'camRoleName'),
  };
}
