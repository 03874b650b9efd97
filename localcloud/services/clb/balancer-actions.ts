import * as v from 'valibot';
import { defineAction, type Action } from '../action';
import { pageOf } from '../paging';
import { randomText } from '../random-text';
import type { TaggedResource } from '../tag/tag-store';
import { isWithin } from '../vpc/ipv4';
import { freeAddress, isTaken } from '../vpc/occupant';
import { randomPublicIp } from '../vpc/public-ip';
import { ClbError } from './clb-error';
import type { ClbOptions } from './clb-service';
import type { ListenerPorts } from './listener-ports';
import { listenerInfo, loadBalancerInfo } from './load-balancer-info';
import * as schema from './schema';
import type { Listener, LoadBalancer } from './snapshot';
import type { Tasks } from './tasks';

/** Of every listener here. */
const PROTOCOL = 'TCP';

/** The actions of CLB about load balancers and their listeners. */
export function balancerActions(
  options: ClbOptions,
  ports: ListenerPorts,
  tasks: Tasks,
): Record<string, Action> {
  const { balancers, tags } = options;
  return {
    CreateLoadBalancer: defineAction(schema.CreateLoadBalancer, (input) => {
      const balancer = newBalancer(options, input);
      balancers.add(balancer);
      const { loadBalancerId } = balancer;
      for (const { TagKey, TagValue } of input.Tags) {
        tags.set(tagged(loadBalancerId), TagKey, TagValue);
      }
      return { LoadBalancerIds: [loadBalancerId], ...tasks.done(loadBalancerId) };
    }),
    DescribeLoadBalancers: defineAction(schema.DescribeLoadBalancers, (input) => {
      const { LoadBalancerIds: ids, LoadBalancerName = '', VpcId } = input;
      const found = balancers
        .list()
        .filter(({ loadBalancerId }) => ids?.includes(loadBalancerId) ?? true)
        .filter(({ vpcId }) => vpcId === (VpcId ?? vpcId))
        // A part of the name is enough.
        .filter(({ name }) => name.includes(LoadBalancerName));
      return {
        TotalCount: found.length,
        LoadBalancerSet: pageOf(found, input).map((balancer) =>
          loadBalancerInfo(balancer, tags.infosOf(tagged(balancer.loadBalancerId))),
        ),
      };
    }),
    ModifyLoadBalancerAttributes: defineAction(schema.ModifyLoadBalancerAttributes, (input) => {
      const balancer = balancers.require(input.LoadBalancerId);
      const { InternetChargeInfo: internet } = input;
      if (internet && balancer.type !== 'OPEN') {
        const message = 'A load balancer that is not public is not charged for the Internet.';
        throw new ClbError('InvalidParameterValue', message);
      }
      balancer.name = input.LoadBalancerName ?? balancer.name;
      balancer.chargeType = internet?.InternetChargeType ?? balancer.chargeType;
      balancer.bandwidth = internet?.InternetMaxBandwidthOut ?? balancer.bandwidth;
      balancer.passesToTarget = input.LoadBalancerPassToTarget ?? balancer.passesToTarget;
      for (const listener of balancer.listeners) ports.refresh(balancer, listener);
      return tasks.done(input.LoadBalancerId);
    }),
    DeleteLoadBalancer: defineAction(schema.DeleteLoadBalancer, ({ LoadBalancerIds }) => {
      for (const loadBalancerId of LoadBalancerIds) {
        for (const { listenerId } of balancers.require(loadBalancerId).listeners) {
          ports.shut(listenerId);
        }
        balancers.delete(loadBalancerId);
        tags.clear(tagged(loadBalancerId));
      }
      return tasks.done(...LoadBalancerIds);
    }),
    DescribeTaskStatus: defineAction(schema.DescribeTaskStatus, ({ TaskId }) => tasks.show(TaskId)),

    CreateListener: defineAction(schema.CreateListener, async (input) => {
      const balancer = balancers.require(input.LoadBalancerId);
      const listener = newListener(input);
      if (balancer.listeners.some(({ port }) => port === listener.port)) {
        const message = `The port ${listener.port} has a listener already.`;
        throw new ClbError('InvalidParameterValue', message);
      }
      await ports.open(balancer, listener);
      balancer.listeners.push(listener);
      return { ListenerIds: [listener.listenerId], ...tasks.done(input.LoadBalancerId) };
    }),
    DescribeListeners: defineAction(schema.DescribeListeners, ({ LoadBalancerId, ...wanted }) => {
      const found = balancers
        .require(LoadBalancerId)
        .listeners.filter(
          ({ listenerId, port }) =>
            (wanted.ListenerIds?.includes(listenerId) ?? true) &&
            port === (wanted.Port ?? port) &&
            (wanted.Protocol ?? PROTOCOL) === PROTOCOL,
        );
      return { TotalCount: found.length, Listeners: found.map(listenerInfo) };
    }),
    ModifyListener: defineAction(schema.ModifyListener, (input) => {
      const { LoadBalancerId, ListenerId, ListenerName, Scheduler, HealthCheck } = input;
      const listener = balancers.requireListener(LoadBalancerId, ListenerId);
      listener.name = ListenerName ?? listener.name;
      listener.scheduler = Scheduler ?? listener.scheduler;
      const healthCheck = { ...listener.healthCheck, ...HealthCheck };
      listener.healthCheck = v.parse(schema.HealthCheck, healthCheck);
      ports.change(listener);
      return tasks.done(LoadBalancerId);
    }),
    DeleteListener: defineAction(schema.DeleteListener, ({ LoadBalancerId, ListenerId }) => {
      balancers.requireListener(LoadBalancerId, ListenerId);
      balancers.deleteListener(LoadBalancerId, ListenerId);
      ports.shut(ListenerId);
      return tasks.done(LoadBalancerId);
    }),
  };
}

/** As the tag product knows it. */
function tagged(id: string): TaggedResource {
  return { service: 'clb', prefix: 'clb', id };
}

function newBalancer(
  options: ClbOptions,
  input: v.InferOutput<typeof schema.CreateLoadBalancer>,
): LoadBalancer {
  const { VpcId, InternetAccessible } = input;
  const isOpen = input.LoadBalancerType === 'OPEN';
  options.vpc.networks.requireVpc(VpcId);
  return {
    loadBalancerId: `lb-${randomText()}`,
    name: input.LoadBalancerName,
    type: input.LoadBalancerType,
    vpcId: VpcId,
    subnetId: isOpen ? '' : (input.SubnetId ?? ''),
    vip: isOpen ? freePublicIp(options) : privateVip(options, input),
    chargeType: isOpen ? (InternetAccessible?.InternetChargeType ?? null) : null,
    bandwidth: isOpen ? (InternetAccessible?.InternetMaxBandwidthOut ?? null) : null,
    passesToTarget: input.LoadBalancerPassToTarget,
    createdTime: options.clock.now(),
    listeners: [],
  };
}

function freePublicIp(options: ClbOptions): string {
  const ip = randomPublicIp();
  return options.balancers.list().some(({ vip }) => vip === ip) ? freePublicIp(options) : ip;
}

function privateVip(
  { vpc, occupants }: ClbOptions,
  { VpcId, SubnetId = '', Vip }: v.InferOutput<typeof schema.CreateLoadBalancer>,
): string {
  const subnet = vpc.networks.requireSubnet(SubnetId);
  if (subnet.vpcId !== VpcId) {
    throw new ClbError('InvalidParameterValue', 'The subnet is in another VPC.');
  }
  if (Vip === undefined) return freeAddress(occupants(), subnet);
  if (!isWithin(Vip, subnet.cidr) || isTaken(occupants(), SubnetId, Vip)) {
    const message = `The address ${Vip} is taken, or not one of ${subnet.cidr}.`;
    throw new ClbError('InvalidParameterValue', message);
  }
  return Vip;
}

function newListener(input: v.InferOutput<typeof schema.CreateListener>): Listener {
  return {
    listenerId: `lbl-${randomText()}`,
    // The schema asks for exactly one of both.
    name: input.ListenerNames[0] ?? '',
    port: input.Ports[0] ?? 0,
    scheduler: input.Scheduler,
    healthCheck: input.HealthCheck,
    targets: [],
  };
}
