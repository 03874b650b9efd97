import { beijingTime } from '../time-text';
import type { CvmInstance } from '../cvm/instance-store';
import type { Listener, ListenerTarget, LoadBalancer } from './snapshot';

/** A load balancer as DescribeLoadBalancers shows it. */
export function loadBalancerInfo(balancer: LoadBalancer, tags: readonly object[]) {
  return {
    LoadBalancerId: balancer.loadBalancerId,
    LoadBalancerName: balancer.name,
    LoadBalancerType: balancer.type,
    Forward: 1,
    Domain: '',
    LoadBalancerDomain: '',
    LoadBalancerVips: [balancer.vip],
    Status: 1,
    CreateTime: beijingTime(balancer.createdTime),
    ProjectId: 0,
    VpcId: balancer.vpcId,
    SubnetId: balancer.subnetId,
    Tags: tags,
    SecureGroups: [],
    TargetRegionInfo: { Region: '', VpcId: '' },
    AddressIPVersion: 'ipv4',
    IPv6Mode: null,
    AddressIPv6: null,
    VipIsp: balancer.type === 'OPEN' ? 'BGP' : '',
    SlaType: 'shared',
    NetworkAttributes:
      balancer.type === 'OPEN'
        ? {
            InternetChargeType: balancer.chargeType,
            InternetMaxBandwidthOut: balancer.bandwidth,
          }
        : null,
    LoadBalancerPassToTarget: balancer.passesToTarget,
    SnatPro: false,
    ClusterIds: [],
    BackupZoneSet: null,
    MasterZone: null,
    LogSetId: '',
    LogTopicId: '',
    ExclusiveCluster: null,
    AssociateEndpoint: '',
  };
}

/** A listener as DescribeListeners shows it. */
export function listenerInfo(listener: Listener) {
  return {
    ListenerId: listener.listenerId,
    ListenerName: listener.name,
    Protocol: 'TCP',
    Port: listener.port,
    EndPort: 0,
    Scheduler: listener.scheduler,
    SessionExpireTime: 0,
    SessionType: 'NORMAL',
    SniSwitch: 0,
    TargetType: 'NODE',
    HealthCheck: listener.healthCheck,
    Certificate: null,
    Rules: null,
    KeepaliveEnable: 0,
    Toa: false,
    DeregisterTargetRst: false,
    AttrFlags: [],
    MaxConn: -1,
    MaxCps: -1,
    IdleConnectTimeout: 900,
  };
}

/** A target as DescribeTargets shows it. */
export function targetInfo(target: ListenerTarget, instance: CvmInstance | undefined) {
  return {
    Type: 'CVM',
    InstanceId: target.instanceId,
    Port: target.port,
    Weight: target.weight,
    PublicIpAddresses: [],
    PrivateIpAddresses: instance ? [instance.privateIp] : [],
    InstanceName: instance?.name ?? '',
    RegisteredTime: beijingTime(target.registeredTime),
    EniId: '',
    Zone: instance?.zone ?? '',
  };
}
