import { errorCode } from '../../../infra/tencent-api/client';
import { listAll, ownIn, tagInfosIn, type Finders, type Search } from './search';

export const CLB: Finders = {
  'tencentcloud:index/clbInstance:ClbInstance': findLoadBalancer,
  'tencentcloud:index/clbListener:ClbListener': findListener,
};

/** What is read of DescribeLoadBalancers. */
interface LoadBalancer {
  readonly LoadBalancerId: string;
  readonly LoadBalancerName: string;
  readonly Tags?: readonly { readonly TagKey: string; readonly TagValue: string }[] | null;
}

async function findLoadBalancer(search: Search): Promise<string | undefined> {
  const { clbName: LoadBalancerName, vpcId: VpcId } = search.inputs;
  const clb = await search.connect('clb');
  const balancers = await listAll(async (page) => {
    const answer = await clb('DescribeLoadBalancers', { LoadBalancerName, VpcId, ...page });
    return answer['LoadBalancerSet'] as readonly LoadBalancer[];
  });
  return ownIn(
    search,
    LoadBalancerName,
    balancers.map((balancer) => ({
      id: balancer.LoadBalancerId,
      name: balancer.LoadBalancerName,
      tags: tagInfosIn(balancer.Tags),
    })),
  );
}

/** A load balancer has one listener at most for a protocol and a port. */
async function findListener({ inputs, connect }: Search): Promise<string | undefined> {
  const { clbId: LoadBalancerId, protocol: Protocol, port: Port } = inputs;
  const clb = await connect('clb');
  try {
    const answer = await clb('DescribeListeners', { LoadBalancerId, Protocol, Port });
    const [listener] = answer['Listeners'] as readonly { readonly ListenerId: string }[];
    return listener && `${String(LoadBalancerId)}#${listener.ListenerId}`;
  } catch (error) {
    if (errorCode(error) === 'InvalidParameter.LBIdNotFound') return undefined;
    throw error;
  }
}
