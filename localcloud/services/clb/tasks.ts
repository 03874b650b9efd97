import { randomUUID } from 'node:crypto';
import { ClbError } from './clb-error';

/**
 * What CLB does later is a task here as well, named by the id of the request that asked for it
 * (214/30683); everything is done at once, so that each has succeeded.
 */
export class Tasks {
  private readonly balancersOf = new Map<string, readonly string[]>();

  /** The answer to a request that has made, or changed, these load balancers. */
  done(...loadBalancerIds: readonly string[]): { readonly RequestId: string } {
    const RequestId = randomUUID();
    this.balancersOf.set(RequestId, loadBalancerIds);
    return { RequestId };
  }

  /** As DescribeTaskStatus shows it. */
  show(taskId: string): { readonly Status: 0; readonly LoadBalancerIds: readonly string[] } {
    const LoadBalancerIds = this.balancersOf.get(taskId);
    if (LoadBalancerIds) return { Status: 0, LoadBalancerIds };
    throw new ClbError('InvalidParameterValue', `There is no task ${taskId}.`);
  }
}
