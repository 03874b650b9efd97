import {
  createListenerInput,
  createLoadBalancerInput,
} from '../../../../localcloud/deploy/resources/clb';
import { createInstancesInput } from '../../../../localcloud/deploy/resources/redis';
import { modifyPoliciesInput } from '../../../../localcloud/deploy/resources/vpc';
import { readClusterRequests } from '../../../support/recorded-requests';

const TAGS = { 'pulumi-project': 'scf-chat', 'pulumi-stack': 'local' };
const NAME = 'scf-chat-local-gateway';
const VPC = { vpcId: 'vpc-wgcmw2xm', tags: TAGS };
const SUBNET = { ...VPC, subnetId: 'subnet-wk5sq7pw' };

/** The bodies of an action, in the order in which they came. */
function recorded(action: string): unknown[] {
  return readClusterRequests().flatMap((one): unknown[] =>
    one.action === action ? [JSON.parse(one.body)] : [],
  );
}

/** With its tags by their keys. */
function inOrder(body: unknown): object {
  const { Tags = [], ...rest } = body as { readonly Tags?: readonly { TagKey: string }[] };
  return { ...rest, Tags: [...Tags].sort((one, other) => (one.TagKey < other.TagKey ? -1 : 1)) };
}

describe('the deployment of two machines onto the local cloud sends what the real provider sent', () => {
  it('for the load balancers', () => {
    const open = {
      networkType: 'OPEN',
      clbName: NAME,
      ...VPC,
      internetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
      internetBandwidthMaxOut: 50,
    };
    const internal = { networkType: 'INTERNAL', clbName: `${NAME}-push-back`, vip: '127.16.53.12' };
    const sent = [open, { ...internal, ...SUBNET }].map(createLoadBalancerInput);
    expect(sent).toEqual(recorded('CreateLoadBalancer').map(inOrder));
  });

  it('for their listeners', () => {
    const listener = {
      protocol: 'TCP',
      scheduler: 'WRR',
      healthCheckSwitch: true,
      healthCheckType: 'HTTP',
      healthCheckHttpVersion: 'HTTP/1.1',
      healthCheckHttpMethod: 'GET',
      healthCheckHttpDomain: 'gateway',
      healthCheckHttpPath: '/healthz',
      healthCheckHttpCode: 2,
      healthCheckIntervalTime: 3,
      healthCheckTimeOut: 2,
      healthCheckHealthNum: 2,
      healthCheckUnhealthNum: 2,
      healthCheckPort: 8080,
    };
    const both = [
      { ...listener, clbId: 'lb-fxyf6clv', listenerName: 'gateway', port: 8080 },
      { ...listener, clbId: 'lb-1bnbmh7s', listenerName: 'gateway-push-back', port: 8081 },
    ];
    expect(both.map(createListenerInput)).toEqual(recorded('CreateListener'));
  });

  it('for the Redis and its security group', () => {
    const redis = {
      name: `${NAME}-redis`,
      typeId: 15,
      memSize: 1024,
      password: 'f'.repeat(64),
      ...SUBNET,
      securityGroups: ['sg-m2sbb3kh'],
      port: 6379,
      redisReplicasNum: 1,
    };
    expect([createInstancesInput(redis, 100006)]).toEqual(recorded('CreateInstances'));
    const rule = {
      action: 'ACCEPT',
      protocol: 'TCP',
      port: '6379',
      cidrBlock: '127.16.53.0/24',
      description: 'nodes',
    };
    const rules = { securityGroupId: 'sg-m2sbb3kh', ingresses: [rule] };
    expect([modifyPoliciesInput(rules)]).toEqual(recorded('ModifySecurityGroupPolicies'));
  });
});
