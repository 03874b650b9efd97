import type { ApiInput, CloudClient } from '../cloud-client';
import { text, type Inputs, type ResourceType } from './resource';
import { tagsOf } from './tags';

/** tencentcloud_clb_instance: CreateLoadBalancer, then the task for the id, and what it is like. */
export const clbInstance: ResourceType = {
  async create(inputs, cloud) {
    const answer = await cloud.call('clb', 'CreateLoadBalancer', createLoadBalancerInput(inputs));
    const task = await untilDone(answer, cloud);
    const LoadBalancerIds = task['LoadBalancerIds'] as readonly string[];
    const { LoadBalancerSet } = await cloud.call('clb', 'DescribeLoadBalancers', {
      LoadBalancerIds,
    });
    const [balancer] = LoadBalancerSet as readonly Record<string, unknown>[];
    return {
      id: LoadBalancerIds[0] ?? '',
      outputs: {
        clbVips: balancer?.['LoadBalancerVips'],
        domain: balancer?.['LoadBalancerDomain'],
      },
    };
  },
};

/** tencentcloud_clb_listener. */
export const clbListener: ResourceType = {
  async create(inputs, cloud) {
    const answer = await cloud.call('clb', 'CreateListener', createListenerInput(inputs));
    await untilDone(answer, cloud);
    const [listenerId = ''] = answer['ListenerIds'] as readonly string[];
    return { id: `${text(inputs, 'clbId')}#${listenerId}`, outputs: { listenerId } };
  },
};

/** What CLB does later is found by the id of the request that asked for it. */
function untilDone(
  answer: Readonly<Record<string, unknown>>,
  cloud: CloudClient,
): Promise<Readonly<Record<string, unknown>>> {
  return cloud.call('clb', 'DescribeTaskStatus', { TaskId: answer['RequestId'] });
}

/** The body of CreateLoadBalancer, as the provider sends it. */
export function createLoadBalancerInput(inputs: Inputs): ApiInput {
  const { internetChargeType, internetBandwidthMaxOut, subnetId, vip } = inputs;
  const tags = tagsOf(inputs);
  return {
    LoadBalancerType: text(inputs, 'networkType'),
    LoadBalancerName: text(inputs, 'clbName'),
    VpcId: text(inputs, 'vpcId'),
    ...(subnetId !== undefined && { SubnetId: subnetId }),
    ProjectId: 0,
    ...(vip !== undefined && { Vip: vip }),
    ...(internetChargeType !== undefined && {
      InternetAccessible: {
        InternetChargeType: internetChargeType,
        InternetMaxBandwidthOut: internetBandwidthMaxOut,
      },
    }),
    LoadBalancerPassToTarget: false,
    ...(tags.length > 0 && { Tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) }),
  };
}

/** The body of CreateListener, as the provider sends it. */
export function createListenerInput(inputs: Inputs): ApiInput {
  return {
    LoadBalancerId: text(inputs, 'clbId'),
    Ports: [inputs['port']],
    Protocol: text(inputs, 'protocol'),
    ListenerNames: [text(inputs, 'listenerName')],
    HealthCheck: {
      HealthSwitch: inputs['healthCheckSwitch'] === true ? 1 : 0,
      TimeOut: inputs['healthCheckTimeOut'],
      IntervalTime: inputs['healthCheckIntervalTime'],
      HealthNum: inputs['healthCheckHealthNum'],
      UnHealthNum: inputs['healthCheckUnhealthNum'],
      HttpCode: inputs['healthCheckHttpCode'],
      HttpCheckPath: text(inputs, 'healthCheckHttpPath'),
      HttpCheckDomain: text(inputs, 'healthCheckHttpDomain'),
      HttpCheckMethod: text(inputs, 'healthCheckHttpMethod'),
      CheckPort: inputs['healthCheckPort'],
      HttpVersion: text(inputs, 'healthCheckHttpVersion'),
      CheckType: text(inputs, 'healthCheckType'),
    },
    Scheduler: text(inputs, 'scheduler'),
    TargetType: 'NODE',
  };
}
