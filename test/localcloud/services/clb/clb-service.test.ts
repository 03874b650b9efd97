import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalCloud } from '../../../../localcloud/local-cloud';
import { errorCode } from '../../../support/api-client';
import { eventually } from '../../../support/eventually';
import { FakeClock } from '../../../support/fake-clock';
import { NetworkOnLocalCloud } from '../../../support/network-on-local-cloud';

const PORT = 8080;
const HEALTH_CHECK = {
  HealthSwitch: 1,
  IntervalTime: 3,
  TimeOut: 2,
  HealthNum: 2,
  UnHealthNum: 2,
  CheckType: 'HTTP',
  CheckPort: PORT,
  HttpCode: 2,
  HttpCheckPath: '/healthz',
  HttpCheckDomain: 'gateway',
  HttpCheckMethod: 'GET',
  HttpVersion: 'HTTP/1.1',
};

/** What stands on a machine: says who it is, and whether it is well. */
class Service {
  isWell = true;
  private constructor(private readonly server: Server) {}

  static async start(address: string, name: string): Promise<Service> {
    const server = createServer((request, response) => {
      const isRefused = request.url === '/healthz' && !service.isWell;
      response.writeHead(isRefused ? 503 : 200).end(name);
    });
    const service = new Service(server);
    server.listen(PORT, address);
    await once(server, 'listening');
    return service;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

interface Balancer {
  readonly LoadBalancerId: string;
  readonly ListenerId: string;
  readonly vip: string;
}

const clock = new FakeClock();
let network: NetworkOnLocalCloud;
let machines: readonly [string, string];
let services: readonly [Service, Service];

beforeAll(async () => {
  network = await NetworkOnLocalCloud.start({ clock });
  machines = [await network.machine(10), await network.machine(11)];
  services = [
    await Service.start(`${network.network}.10`, 'first'),
    await Service.start(`${network.network}.11`, 'second'),
  ];
});
afterAll(async () => {
  for (const service of services) await service.stop();
  await network.cloud.close();
});

async function createBalancer(kind: object = {}): Promise<Omit<Balancer, 'ListenerId'>> {
  const { LoadBalancerIds, RequestId } = await network.api.must('clb', 'CreateLoadBalancer', {
    LoadBalancerType: 'OPEN',
    LoadBalancerName: 'chat',
    VpcId: network.VpcId,
    Tags: [{ TagKey: 'pulumi-stack', TagValue: 'local' }],
    ...kind,
  });
  expect(await network.api.must('clb', 'DescribeTaskStatus', { TaskId: RequestId })).toMatchObject({
    Status: 0,
    LoadBalancerIds,
  });
  const [LoadBalancerId = ''] = LoadBalancerIds as string[];
  const { LoadBalancerSet } = await network.api.must('clb', 'DescribeLoadBalancers', {
    LoadBalancerIds: [LoadBalancerId],
  });
  const [balancer] = LoadBalancerSet as { LoadBalancerVips: string[] }[];
  return { LoadBalancerId, vip: balancer?.LoadBalancerVips[0] ?? '' };
}

/** A load balancer with a listener and these machines behind it, once they are healthy. */
async function balance(
  kind: object = {},
  behind: readonly string[] = machines,
  healthCheck: object = HEALTH_CHECK,
): Promise<Balancer> {
  const { LoadBalancerId, vip } = await createBalancer(kind);
  const { ListenerIds } = await network.api.must('clb', 'CreateListener', {
    LoadBalancerId,
    Ports: [PORT],
    Protocol: 'TCP',
    ListenerNames: ['clients'],
    HealthCheck: healthCheck,
    Scheduler: 'LEAST_CONN',
    TargetType: 'NODE',
  });
  const balancer = { LoadBalancerId, vip, ListenerId: (ListenerIds as string[])[0] ?? '' };
  await change('RegisterTargets', balancer, behind);
  for (const machine of behind) await until(balancer, machine, 'Alive');
  return balancer;
}

async function change(
  action: string,
  { LoadBalancerId, ListenerId }: Balancer,
  behind: readonly string[],
  more: object = {},
): Promise<void> {
  await network.api.must('clb', action, {
    LoadBalancerId,
    ListenerId,
    Targets: behind.map((InstanceId) => ({ InstanceId, Port: PORT, ...more })),
  });
}

async function remove({ LoadBalancerId, ListenerId }: Balancer): Promise<void> {
  await network.api.must('clb', 'DeleteListener', { LoadBalancerId, ListenerId });
  await network.api.must('clb', 'DeleteLoadBalancer', { LoadBalancerIds: [LoadBalancerId] });
}

/** What is read of DescribeTargetHealth. */
interface TargetHealth {
  readonly TargetId: string;
  readonly HealthStatusDetail: string;
  readonly HealthStatus: boolean;
}

/** Lets time go by until the load balancer thinks this of the machine. */
function until({ LoadBalancerId }: Balancer, machine: string, health: string): Promise<void> {
  return eventually(`${machine} to be ${health}`, async () => {
    await clock.advance(3_000);
    const { LoadBalancers } = await network.api.must('clb', 'DescribeTargetHealth', {
      LoadBalancerIds: [LoadBalancerId],
    });
    const [balancer] = LoadBalancers as { Listeners: { Rules: { Targets: TargetHealth[] }[] }[] }[];
    const target = balancer?.Listeners[0]?.Rules[0]?.Targets.find(
      ({ TargetId }) => TargetId === machine,
    );
    expect(target?.HealthStatus).toBe(target?.HealthStatusDetail === 'Alive');
    return target?.HealthStatusDetail === health;
  });
}

/** A connection that says who is at its other end; empty when it was closed without a word. */
async function reach(vip: string): Promise<{ readonly socket: Socket; readonly who: string }> {
  const socket = connect({ host: vip, port: PORT });
  socket.on('error', () => undefined);
  const who = await say(socket);
  return { socket, who };
}

async function say(socket: Socket): Promise<string> {
  socket.write('GET / HTTP/1.1\r\nHost: gateway\r\n\r\n');
  const said = await new Promise<string>((resolve) => {
    socket
      .once('data', (chunk: Buffer) => resolve(chunk.toString()))
      .once('close', () => resolve(''));
  });
  return /first|second/.exec(said)?.[0] ?? '';
}

/** Who answers that many connections, which stay open meanwhile. */
async function whoAnswers(vip: string, count: number): Promise<string[]> {
  const reached = [];
  for (let at = 0; at < count; at += 1) reached.push(await reach(vip));
  for (const { socket } of reached) socket.destroy();
  return reached.map(({ who }) => who).sort();
}

describe('a load balancer of the local cloud', () => {
  it('shares connections out by how many each machine has', async () => {
    const balancer = await balance();
    expect(balancer.vip).toMatch(/^127\.(12[89]|1[3-9]\d|2[0-4]\d|25[0-4])\./);
    expect(await whoAnswers(balancer.vip, 4)).toEqual(['first', 'first', 'second', 'second']);
    await remove(balancer);
    expect((await reach(balancer.vip)).who).toBe('');
  });

  it('sends nobody to a machine that is not well, and to it again when it is', async () => {
    const balancer = await balance();
    services[0].isWell = false;
    await until(balancer, machines[0], 'Dead');
    expect(await whoAnswers(balancer.vip, 2)).toEqual(['second', 'second']);
    services[0].isWell = true;
    await until(balancer, machines[0], 'Alive');
    expect(await whoAnswers(balancer.vip, 2)).toEqual(['first', 'second']);
    await remove(balancer);
  });

  it('sends nobody new to a machine without a weight, and leaves those it has', async () => {
    const balancer = await balance();
    const before = [await reach(balancer.vip), await reach(balancer.vip)];
    await change('ModifyTargetWeight', balancer, [machines[0]], { Weight: 0 });
    expect(await whoAnswers(balancer.vip, 2)).toEqual(['second', 'second']);
    for (const { socket, who } of before) expect(await say(socket)).toBe(who);
    await change('DeregisterTargets', balancer, [machines[0]]);
    expect(await network.api.must('clb', 'DescribeTargets', balancerOf(balancer))).toMatchObject({
      Listeners: [{ Targets: [{ InstanceId: machines[1], Port: PORT, Weight: 10 }] }],
    });
    for (const { socket } of before) socket.destroy();
    await remove(balancer);
  });

  it('asks the machines whether they let the Internet in, where it is public', async () => {
    const open = await balance();
    const vip = `${network.network}.12`;
    const internal = await balance({
      LoadBalancerType: 'INTERNAL',
      SubnetId: network.SubnetId,
      Vip: vip,
    });
    expect(internal.vip).toBe(vip);
    await network.admit('443');
    expect(await whoAnswers(open.vip, 1)).toEqual(['']);
    expect(await whoAnswers(internal.vip, 1)).toEqual(['first']);
    await network.admit('ALL');
    await remove(open);
    await remove(internal);
  });

  it('takes an open port for health where it is to ask for nothing', async () => {
    const { CheckType: _type, CheckPort: _port, ...numbers } = HEALTH_CHECK;
    const third = await network.machine(14);
    const balancer = await balance({}, [machines[0]], numbers);
    await change('RegisterTargets', balancer, [third]);
    await until(balancer, third, 'Dead');
    expect(await whoAnswers(balancer.vip, 2)).toEqual(['first', 'first']);
    await network.api.must('cvm', 'TerminateInstances', { InstanceIds: [third] });
    await remove(balancer);
  });

  it('forgets a machine that is deleted', async () => {
    const third = await network.machine(13);
    const balancer = await balance({}, [machines[0]]);
    await change('RegisterTargets', balancer, [third]);
    await network.api.must('cvm', 'TerminateInstances', { InstanceIds: [third] });
    const { Listeners } = await network.api.must('clb', 'DescribeTargets', balancerOf(balancer));
    expect((Listeners as { Targets: object[] }[])[0]?.Targets).toHaveLength(1);
    await remove(balancer);
  });

  it('shows its listeners as they were made', async () => {
    const balancer = await balance();
    expect(await network.api.must('clb', 'DescribeListeners', balancerOf(balancer))).toMatchObject({
      Listeners: [{ ListenerName: 'clients', Port: PORT, HealthCheck: HEALTH_CHECK }],
    });
    await remove(balancer);
  });

  it('asks and shares out as it is changed to, and keeps what goes through it', async () => {
    const balancer = await balance();
    const before = await reach(balancer.vip);
    const { RequestId } = await network.api.must('clb', 'ModifyListener', {
      LoadBalancerId: balancer.LoadBalancerId,
      ListenerId: balancer.ListenerId,
      ListenerName: 'people',
      Scheduler: 'WRR',
      HealthCheck: { HttpCheckPath: '/' },
    });
    await network.api.must('clb', 'DescribeTaskStatus', { TaskId: RequestId });
    expect(await network.api.must('clb', 'DescribeListeners', balancerOf(balancer))).toMatchObject({
      Listeners: [
        {
          ListenerName: 'people',
          Scheduler: 'WRR',
          HealthCheck: { ...HEALTH_CHECK, HttpCheckPath: '/' },
        },
      ],
    });
    expect(await say(before.socket)).toBe(before.who);
    services[0].isWell = false;
    await clock.advance(30_000);
    await until(balancer, machines[0], 'Alive');
    services[0].isWell = true;
    before.socket.destroy();
    await remove(balancer);
  });

  it('takes another name, and another bandwidth where it is public', async () => {
    const open = await createBalancer();
    const { LoadBalancerId } = open;
    const { RequestId } = await network.api.must('clb', 'ModifyLoadBalancerAttributes', {
      LoadBalancerId,
      LoadBalancerName: 'talk',
      InternetChargeInfo: { InternetMaxBandwidthOut: 5 },
      LoadBalancerPassToTarget: true,
    });
    await network.api.must('clb', 'DescribeTaskStatus', { TaskId: RequestId });
    const input = { LoadBalancerIds: [LoadBalancerId] };
    expect(await network.api.must('clb', 'DescribeLoadBalancers', input)).toMatchObject({
      LoadBalancerSet: [
        {
          LoadBalancerName: 'talk',
          LoadBalancerPassToTarget: true,
          NetworkAttributes: { InternetMaxBandwidthOut: 5 },
        },
      ],
    });
    await network.api.must('clb', 'DeleteLoadBalancer', input);
  });

  it('lets the Internet past the machines from when it is told to', async () => {
    const { LoadBalancerId, ...open } = await balance();
    await network.admit('443');
    const input = { LoadBalancerId, LoadBalancerPassToTarget: true };
    await network.api.must('clb', 'ModifyLoadBalancerAttributes', input);
    expect(await whoAnswers(open.vip, 1)).toEqual(['first']);
    await network.admit('ALL');
    await remove({ LoadBalancerId, ...open });
  });

  it('is charged for the Internet only where it is public', async () => {
    const { LoadBalancerId } = await createBalancer({
      LoadBalancerType: 'INTERNAL',
      SubnetId: network.SubnetId,
    });
    const answer = await network.api.call('clb', 'ModifyLoadBalancerAttributes', {
      LoadBalancerId,
      InternetChargeInfo: { InternetMaxBandwidthOut: 5 },
    });
    expect(errorCode(answer)).toBe('InvalidParameterValue');
    await network.api.must('clb', 'DeleteLoadBalancer', { LoadBalancerIds: [LoadBalancerId] });
  });

  it('keeps its address in a subnet to itself', async () => {
    const kind = {
      LoadBalancerType: 'INTERNAL',
      LoadBalancerName: 'chat',
      VpcId: network.VpcId,
      SubnetId: network.SubnetId,
      Vip: `${network.network}.10`,
    };
    const taken = await network.api.call('clb', 'CreateLoadBalancer', kind);
    expect(errorCode(taken)).toBe('InvalidParameterValue');
    const used = await network.api.must('vpc', 'DescribeUsedIpAddress', { VpcId: network.VpcId });
    expect(used['TotalCount']).toBe(2);
  });

  it.each([
    ['DescribeListeners', { LoadBalancerId: 'lb-none' }, 'InvalidParameter.LBIdNotFound'],
    ['DescribeTargetHealth', { LoadBalancerIds: ['lb-none'] }, 'InvalidParameter.LBIdNotFound'],
    ['DescribeTaskStatus', { TaskId: 'none' }, 'InvalidParameterValue'],
  ])('says no to %s of what is not there', async (action, input, code) => {
    expect(errorCode(await network.api.call('clb', action, input))).toBe(code);
  });

  it('refuses a second listener on a port, and a machine twice', async () => {
    const balancer = await balance({}, [machines[0]]);
    const { LoadBalancerId, ListenerId } = balancer;
    const listener = { Ports: [PORT], Protocol: 'TCP', ListenerNames: ['again'] };
    const second = await network.api.call('clb', 'CreateListener', { LoadBalancerId, ...listener });
    expect(errorCode(second)).toBe('InvalidParameterValue');
    const Targets = [{ InstanceId: machines[0], Port: PORT }];
    const again = { LoadBalancerId, ListenerId, Targets };
    expect(errorCode(await network.api.call('clb', 'RegisterTargets', again))).toBe(
      'InvalidParameter',
    );
    const gone = { ...again, Targets: [{ InstanceId: machines[1], Port: PORT }] };
    expect(errorCode(await network.api.call('clb', 'DeregisterTargets', gone))).toBe(
      'InvalidParameter',
    );
    const nowhere = { ...again, ListenerId: 'lbl-none' };
    expect(errorCode(await network.api.call('clb', 'RegisterTargets', nowhere))).toBe(
      'InvalidParameter.ListenerIdNotFound',
    );
    await remove(balancer);
  });
});

function balancerOf({ LoadBalancerId, ListenerId }: Balancer): object {
  return { LoadBalancerId, ListenerIds: [ListenerId] };
}

describe('a load balancer of a cloud that is started again', () => {
  it('listens at the same address, with the same machines behind it', async () => {
    const dataFolder = await mkdtemp(path.join(tmpdir(), 'local-cloud-'));
    const before = await NetworkOnLocalCloud.start({ dataFolder });
    const machine = await before.machine(10);
    const { LoadBalancerIds } = await before.api.must('clb', 'CreateLoadBalancer', {
      LoadBalancerType: 'INTERNAL',
      LoadBalancerName: 'chat',
      VpcId: before.VpcId,
      SubnetId: before.SubnetId,
    });
    const [LoadBalancerId = ''] = LoadBalancerIds as string[];
    const { ListenerIds } = await before.api.must('clb', 'CreateListener', {
      LoadBalancerId,
      Ports: [PORT],
      Protocol: 'TCP',
      ListenerNames: ['clients'],
      HealthCheck: { HealthSwitch: 0 },
    });
    await before.api.must('clb', 'RegisterTargets', {
      LoadBalancerId,
      ListenerId: (ListenerIds as string[])[0],
      Targets: [{ InstanceId: machine, Port: PORT }],
    });
    await before.cloud.close();

    const after = await startLocalCloud({ port: 0, dataFolder });
    const service = await Service.start(`${before.network}.10`, 'first');
    expect((await reach(`${before.network}.5`)).who).toBe('first');
    await service.stop();
    await after.close();
    await rm(dataFolder, { recursive: true });
  });
});
