import type { CloudEvent } from '../../localcloud/cloud-event';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { CloudDeployment } from '../support/cloud-deployment';
import { expectChat, joinTwo } from '../support/engine/chat-stack';
import { contentsOf, NOTHING } from '../support/engine/cloud-contents';
import { changeByHand, described } from '../support/engine/changes-by-hand';
import { asUser, deployerWith } from '../support/engine/deployer';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';
import { readableTokens } from '../support/engine/state-secrets';
import { unservedIn } from '../support/engine/unserved';
import { eventually } from '../support/eventually';
import {
  documentedOperations,
  expectDocumented,
  operationsIn,
} from '../support/permissions/permissions-page';
import { hasRedis, NO_REDIS } from '../support/redis-server';
import { ReturningClient } from '../support/returning-client';

jest.setTimeout(300_000);

const ON_LOCAL = ['--stack', 'local'];
/** With the stack itself and its components. */
const RESOURCES = 50;
/** Of each node: itself, its public address, its place behind the load balancers. */
const RESOURCES_OF_NODE = 3;
const CLIENTS = 6;

if (!hasRedis) console.log(`Two nodes are not tested: ${NO_REDIS}`);

/** One stack's life: each test finds it where the one before has left it. */
(hasRedis ? describeEngine : describe.skip)('a gateway on two machines, by the real engine', () => {
  let cloud: LocalCloud;
  let api: CloudDeployment;
  let project: EngineProject;
  const clients: ReturningClient[] = [];
  const events: CloudEvent[] = [];

  beforeAll(async () => {
    const deployer = deployerWith('deploy', 'machine');
    const observe = (event: CloudEvent) => events.push(event);
    cloud = await startLocalCloud({ port: 0, users: [deployer], observe });
    api = new CloudDeployment(cloud);
    project = await EngineProject.create();
    project.use(asUser(cloud, deployer));
    const settings = '  scf-chat:gateway: machine\n  scf-chat:gatewayNodes: "2"\n';
    await project.edit('Pulumi.local.yaml', (text) => `${text}${settings}`);
  });
  afterAll(async () => {
    for (const client of clients) client.leave();
    await cloud.close();
    await project.remove();
  });

  async function wsUrl(): Promise<string> {
    return String((await project.outputs('local'))['wsUrl']);
  }

  async function nodes(): Promise<readonly Node[]> {
    const { InstanceSet } = await api.must('cvm', 'DescribeInstances', {});
    return InstanceSet as Node[];
  }

  /** How many connections each node holds. */
  async function spread(): Promise<number[]> {
    const counts = (await nodes()).map(async ({ PrivateIpAddresses: [address] }) => {
      const metrics = await (await fetch(`http://${address}:8081/metrics`)).text();
      return Number(/^scf_gateway_connections (\d+)$/m.exec(metrics)?.[1]);
    });
    return Promise.all(counts);
  }

  /** Everything of these products that the cloud holds. */
  async function contents(): Promise<unknown[]> {
    const counts = [
      api.must('cvm', 'DescribeInstances', {}),
      api.must('clb', 'DescribeLoadBalancers', {}),
      api.must('redis', 'DescribeInstances', {}),
      api.must('vpc', 'DescribeVpcs', {}),
      api.must('vpc', 'DescribeSubnets', {}),
      api.must('vpc', 'DescribeSecurityGroups', {}),
      api.must('vpc', 'DescribeAddresses', {}),
    ].map(async (answer) => (await answer)['TotalCount']);
    return Promise.all(counts);
  }

  async function expectTwoToChat(): Promise<void> {
    const members = await joinTwo(await wsUrl());
    for (const { socket } of members) socket.terminate();
  }

  it('is made in one pass, and two people chat who are on different nodes', async () => {
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { created: RESOURCES } });
    expect(await contents()).toEqual([2, 2, 1, 1, 1, 2, 2]);
    const members = await joinTwo(await wsUrl());
    expect(await spread()).toEqual([1, 1]);
    await expectChat([...members].reverse(), 'from the other side');
    for (const { socket } of members) socket.terminate();
  });

  it('changes nothing when nothing has changed, and has not drifted', async () => {
    const up = await project.run('up', ...ON_LOCAL);
    expect(up).toMatchObject({ resources: { unchanged: RESOURCES } });
    const refresh = await project.run('refresh', ...ON_LOCAL);
    expect(refresh).toMatchObject({ resources: { unchanged: RESOURCES } });
  });

  it('has no secret that can be read in the state, after a refresh either', async () => {
    expect(await readableTokens(project, 'local')).toEqual({ readable: [], of: 2 });
  });

  it('is what the program says again after it was changed by hand', async () => {
    const before = await described(api);
    const changes = await changeByHand(api, cloud.region);
    const run = await project.run('up', '--refresh', ...ON_LOCAL);
    expect(run).toMatchObject({
      resources: { updated: changes, unchanged: RESOURCES - changes },
    });
    expect(await described(api)).toEqual(before);
  });

  it('keeps its machines where they get another type, one after the other', async () => {
    const before = (await nodes()).map(({ InstanceId }) => InstanceId);
    await project.run('pulumi', 'config', 'set', 'machineType', 'S5.MEDIUM4', ...ON_LOCAL);
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { updated: 2, unchanged: RESOURCES - 2 } });
    expect((await nodes()).map(({ InstanceId }) => InstanceId)).toEqual(before);
    await expectTwoToChat();
  });

  it('is refused an image that there is not, and goes on with its own', async () => {
    await project.run('pulumi', 'config', 'set', 'machineImage', 'img-abcdefgh', ...ON_LOCAL);
    const { output } = await project.runToFailure('up', ...ON_LOCAL);
    expect(output).toContain('InvalidImageId.NotFound');
    await project.run('pulumi', 'config', 'rm', 'machineImage', ...ON_LOCAL);
    await expectTwoToChat();
  });

  it('replaces one node after the other, and lets everybody come back at once', async () => {
    const url = await wsUrl();
    for (let at = 0; at < CLIENTS; at += 1) clients.push(new ReturningClient(url));
    await eventually('all to be there', () => clients.every(({ isOpen }) => isOpen));
    const before = await nodes();
    await project.run('pulumi', 'config', 'set', 'serviceTimeout', '300', ...ON_LOCAL);
    const run = await project.run('up', ...ON_LOCAL);
    const replaced = 2 * RESOURCES_OF_NODE;
    expect(run).toMatchObject({
      code: 0,
      resources: { replaced, unchanged: RESOURCES - replaced },
    });
    expect(run.output).toContain('one goes after the other');
    const ids = (await nodes()).map(({ InstanceId }) => InstanceId);
    expect(before.filter(({ InstanceId }) => ids.includes(InstanceId))).toEqual([]);
    await eventually('all to be back', () => clients.every(({ isOpen }) => isOpen));
    expect(clients.filter(({ opened }) => opened < 2)).toEqual([]);
    expect(clients.filter(({ refused }) => refused > 0)).toEqual([]);
    expect(await wsUrl()).toBe(url);
    await expectTwoToChat();
  });

  it('loses a node without a word, and nobody but its members, who come back', async () => {
    const [, second] = await nodes();
    const InstanceIds = [second?.InstanceId];
    await api.must('cvm', 'TerminateInstances', { InstanceIds });
    await eventually('all to be back', () => clients.every(({ isOpen }) => isOpen));
    await expectTwoToChat();
    await project.run('refresh', ...ON_LOCAL);
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { created: 2, replaced: 1 } });
    expect(await contents()).toEqual([2, 2, 1, 1, 1, 2, 2]);
    await expectTwoToChat();
  });

  it('is taken away, and leaves the cloud empty', async () => {
    for (const client of clients) client.leave();
    const [{ PrivateIpAddresses }] = (await nodes()) as [Node];
    const run = await project.run('destroy', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { deleted: RESOURCES } });
    expect(await contents()).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
    const health = `http://${PrivateIpAddresses[0]}:8080/healthz`;
    await expect(fetch(health)).rejects.toThrow('fetch failed');
  });

  it('never sends what the local cloud does not serve, and never meets a mistake of it', () => {
    expect(unservedIn(events)).toEqual([]);
  });

  it('needs just the permissions that are documented', () => {
    const toDeploy = documentedOperations('deploy');
    const more = operationsIn(events).filter((operation) => !toDeploy.includes(operation));
    expectDocumented('machine', more);
  });
});

/** What is read of DescribeInstances. */
interface Node {
  readonly InstanceId: string;
  readonly PrivateIpAddresses: readonly [string];
}
