import { isoTime } from '../time-text';
import type { Address } from '../vpc/snapshot';
import { IMAGE, MACHINE_TYPES } from './catalogue';
import type { CvmInstance } from './instance-store';

/** A machine as DescribeInstances shows it. */
export function instanceInfo(
  instance: CvmInstance,
  address: Address | undefined,
  tags: readonly object[],
) {
  const { cpu, memory } = MACHINE_TYPES[instance.type] ?? { cpu: 1, memory: 1 };
  return {
    Placement: { Zone: instance.zone, ProjectId: 0 },
    InstanceId: instance.instanceId,
    InstanceType: instance.type,
    CPU: cpu,
    Memory: memory,
    RestrictState: 'NORMAL',
    InstanceName: instance.name,
    InstanceChargeType: 'POSTPAID_BY_HOUR',
    SystemDisk: {
      DiskType: instance.disk.type,
      DiskId: instance.disk.diskId,
      DiskSize: instance.disk.size,
    },
    DataDisks: [],
    PrivateIpAddresses: [instance.privateIp],
    PublicIpAddresses: address === undefined ? [] : [address.ip],
    InternetAccessible: {
      InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
      InternetMaxBandwidthOut: 0,
      PublicIpAssigned: false,
    },
    VirtualPrivateCloud: {
      VpcId: instance.vpcId,
      SubnetId: instance.subnetId,
      AsVpcGateway: false,
    },
    ImageId: instance.imageId,
    RenewFlag: null,
    CreatedTime: isoTime(instance.createdTime),
    ExpiredTime: null,
    OsName: IMAGE.OsName,
    SecurityGroupIds: instance.securityGroupIds,
    LoginSettings: {},
    InstanceState: stateOf(instance),
    Tags: tags,
    StopChargingMode: 'NOT_APPLICABLE',
    Uuid: instance.instanceId,
    LatestOperation: 'RunInstances',
    LatestOperationState: 'SUCCESS',
    LatestOperationRequestId: instance.instanceId,
    DisasterRecoverGroupId: '',
    IPv6Addresses: null,
    CamRoleName: instance.role,
    HpcClusterId: '',
    RdmaIpAddresses: [],
    IsolatedSource: 'NOTISOLATED',
    DisableApiTermination: false,
    DefaultLoginUser: 'root',
    DefaultLoginPort: 22,
  };
}

function stateOf({ isStopped, running }: CvmInstance): string {
  if (running) return 'RUNNING';
  return isStopped ? 'STOPPED' : 'STOPPING';
}
