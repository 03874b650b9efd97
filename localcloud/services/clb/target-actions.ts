import { defineAction, type Action } from '../action';
import { ClbError } from './clb-error';
import type { ClbOptions } from './clb-service';
import type { ListenerPorts } from './listener-ports';
import { targetInfo } from './load-balancer-info';
import { findTarget } from './load-balancer-store';
import * as schema from './schema';
import type { Listener, ListenerTarget, LoadBalancer } from './snapshot';
import type { Tasks } from './tasks';

/** The actions of CLB about what stands behind a listener. */
export function targetActions(
  { balancers, instances, clock }: ClbOptions,
  ports: ListenerPorts,
  tasks: Tasks,
): Record<string, Action> {
  function change(
    loadBalancerId: string,
    listenerId: string,
    run: (listener: Listener) => void,
  ): object {
    const listener = balancers.requireListener(loadBalancerId, listenerId);
    run(listener);
    ports.refresh(balancers.require(loadBalancerId), listener);
    return tasks.done(loadBalancerId);
  }

  return {
    RegisterTargets: defineAction(
      schema.RegisterTargets,
      ({ LoadBalancerId, ListenerId, Targets }) =>
        change(LoadBalancerId, ListenerId, (listener) => {
          for (const target of Targets) {
            const { vpcId } = instances.require(target.InstanceId);
            if (vpcId !== balancers.require(LoadBalancerId).vpcId) {
              throw new ClbError('InvalidParameter', 'The instance is in another VPC.');
            }
            if (findTarget(listener, target)) {
              const message = `${target.InstanceId}:${target.Port} is registered already.`;
              throw new ClbError('InvalidParameter', message);
            }
          }
          const registeredTime = clock.now();
          for (const { InstanceId: instanceId, Port: port, Weight: weight } of Targets) {
            listener.targets.push({ instanceId, port, weight, registeredTime });
          }
        }),
    ),
    ModifyTargetWeight: defineAction(
      schema.ModifyTargetWeight,
      ({ LoadBalancerId, ListenerId, Targets }) =>
        change(LoadBalancerId, ListenerId, (listener) => {
          for (const target of Targets) requireTarget(listener, target).weight = target.Weight;
        }),
    ),
    DeregisterTargets: defineAction(
      schema.DeregisterTargets,
      ({ LoadBalancerId, ListenerId, Targets }) =>
        change(LoadBalancerId, ListenerId, (listener) => {
          const gone = Targets.map((target) => requireTarget(listener, target));
          listener.targets = listener.targets.filter((target) => !gone.includes(target));
        }),
    ),
    DescribeTargets: defineAction(
      schema.DescribeTargets,
      ({ LoadBalancerId, ListenerIds: ids }) => ({
        Listeners: balancers
          .require(LoadBalancerId)
          .listeners.filter(({ listenerId }) => ids?.includes(listenerId) ?? true)
          .map((listener) => ({
            ListenerId: listener.listenerId,
            Protocol: 'TCP',
            Port: listener.port,
            EndPort: 0,
            Rules: null,
            Targets: listener.targets.map((target) =>
              targetInfo(target, instances.find(target.instanceId)),
            ),
          })),
      }),
    ),
    DescribeTargetHealth: defineAction(
      schema.DescribeTargetHealth,
      ({ LoadBalancerIds, ListenerIds: ids }) => ({
        LoadBalancers: LoadBalancerIds.map((id) => {
          const balancer = balancers.require(id);
          const listeners = balancer.listeners.filter(
            ({ listenerId }) => ids?.includes(listenerId) ?? true,
          );
          return balancerHealth(balancer, listeners);
        }),
      }),
    ),
  };

  function balancerHealth({ loadBalancerId, name }: LoadBalancer, listeners: Listener[]) {
    return {
      LoadBalancerId: loadBalancerId,
      LoadBalancerName: name,
      Listeners: listeners.map((listener) => ({
        ListenerId: listener.listenerId,
        ListenerName: listener.name,
        Protocol: 'TCP',
        Port: listener.port,
        Rules: [
          {
            LocationId: '',
            Domain: null,
            Url: null,
            Targets: listener.targets.map((target) => targetHealth(listener, target)),
          },
        ],
      })),
    };
  }

  function targetHealth(listener: Listener, target: ListenerTarget) {
    const health = ports.healthOf(listener, target);
    return {
      IP: instances.find(target.instanceId)?.privateIp ?? '',
      Port: target.port,
      HealthStatus: health === 'Alive',
      TargetId: target.instanceId,
      HealthStatusDetail: health,
      HealthStatusDetial: health,
      TargetGroupId: '',
      Weight: target.weight,
    };
  }
}

function requireTarget(
  listener: Listener,
  wanted: { readonly InstanceId: string; readonly Port: number },
): ListenerTarget {
  const target = findTarget(listener, wanted);
  if (target) return target;
  const message = `${wanted.InstanceId}:${wanted.Port} is not registered.`;
  throw new ClbError('InvalidParameter', message);
}
