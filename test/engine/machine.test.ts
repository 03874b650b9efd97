import { once } from 'node:events';
import type { CloudEvent } from '../../localcloud/cloud-event';
import type { CloudFaults } from '../../localcloud/faults';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { CloudDeployment } from '../support/cloud-deployment';
import { expectChat, joinTwo } from '../support/engine/chat-stack';
import { contentsOf, NOTHING } from '../support/engine/cloud-contents';
import { cutOff } from '../support/engine/cut-off';
import { asUser, deployerWith } from '../support/engine/deployer';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';
import { readableTokens } from '../support/engine/state-secrets';
import { unservedIn } from '../support/engine/unserved';
import { operationsIn } from '../support/permissions/permissions-page';
import type { Member } from '../support/running-chat';

jest.setTimeout(300_000);

const ON_LOCAL = ['--stack', 'local'];
/** With the stack itself and its components. */
const RESOURCES = 36;

/** One stack's life: each test finds it where the one before has left it. */
describeEngine('the gateway on a machine, by the real engine and the real provider', () => {
  let cloud: LocalCloud;
  let project: EngineProject;
  let members: readonly Member[];
  const faults: CloudFaults = {};
  const events: CloudEvent[] = [];

  beforeAll(async () => {
    const deployer = deployerWith('deploy', 'machine', 'goOn');
    const observe = (event: CloudEvent) => events.push(event);
    cloud = await startLocalCloud({ port: 0, faults, users: [deployer], observe });
    project = await EngineProject.create();
    project.use(asUser(cloud, deployer));
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  it('is what a stack is set to before there is one', async () => {
    await project.run('pulumi', 'config', 'set', 'gateway', 'machine', ...ON_LOCAL);
  });

  async function join(): Promise<readonly Member[]> {
    return joinTwo((await project.outputs('local'))['wsUrl']);
  }

  /** Everything of VPC and CVM that the cloud holds. */
  async function machineContents(): Promise<unknown[]> {
    const api = new CloudDeployment(cloud);
    const counts = [
      api.must('cvm', 'DescribeInstances', {}),
      api.must('vpc', 'DescribeVpcs', {}),
      api.must('vpc', 'DescribeSubnets', {}),
      api.must('vpc', 'DescribeSecurityGroups', {}),
      api.must('vpc', 'DescribeAddresses', {}),
    ].map(async (answer) => (await answer)['TotalCount']);
    return Promise.all(counts);
  }

  it('is made in one pass, and two people chat', async () => {
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { created: RESOURCES } });
    expect(run.output).toContain('pages on https cannot connect');
    expect(await machineContents()).toEqual([1, 1, 1, 1, 1]);
    members = await join();
  });

  it('changes nothing when nothing has changed, and has not drifted', async () => {
    const up = await project.run('up', ...ON_LOCAL);
    expect(up).toMatchObject({ resources: { unchanged: RESOURCES } });
    const refresh = await project.run('refresh', ...ON_LOCAL);
    expect(refresh).toMatchObject({ resources: { unchanged: RESOURCES } });
  });

  it('has no secret that can be read in the state, after a refresh either', async () => {
    expect(await readableTokens(project, 'local')).toEqual({ readable: [], of: 1 });
  });

  it('stays where it is when the code of a function changes, and nobody notices', async () => {
    await project.edit('functions/transport.ts', (text) => `${text}\nexport const revision = 2;\n`);
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { updated: 1, unchanged: RESOURCES - 1 } });
    await expectChat(members, 'after new code');
  });

  it('is replaced when its settings change: clients are told, and come back to the same URL', async () => {
    const before = (await project.outputs('local'))['wsUrl'];
    const closed = Promise.all(
      members.map(async ({ socket }) => {
        const [code] = (await once(socket, 'close')) as [number];
        return { code, at: Date.now() };
      }),
    );
    await project.run('pulumi', 'config', 'set', 'serviceTimeout', '300', ...ON_LOCAL);
    const run = await project.run('up', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { replaced: 3, unchanged: RESOURCES - 3 } });
    expect((await closed).map(({ code }) => code)).toEqual([1001, 1001]);
    expect((await project.outputs('local'))['wsUrl']).toBe(before);
    members = await join();
  });

  it('is replaced by one machine where a run was killed that had made the new one', async () => {
    await project.run('pulumi', 'config', 'set', 'serviceTimeout', '200', ...ON_LOCAL);
    await cutOff({ project, faults, command: 'up', actions: ['RunInstances'] });
    const run = await project.run('up', ...ON_LOCAL);
    expect(run.output).toContain('- Instance gateway');
    expect(await machineContents()).toEqual([1, 1, 1, 1, 1]);
    members = await join();
  });

  it('is made again after it was deleted by hand', async () => {
    const api = new CloudDeployment(cloud);
    const { InstanceSet } = await api.must('cvm', 'DescribeInstances', {});
    const InstanceIds = (InstanceSet as { InstanceId: string }[]).map(
      ({ InstanceId }) => InstanceId,
    );
    await api.must('cvm', 'TerminateInstances', { InstanceIds });
    await project.run('refresh', ...ON_LOCAL);
    await project.run('up', ...ON_LOCAL);
    expect(await machineContents()).toEqual([1, 1, 1, 1, 1]);
    members = await join();
  });

  it('is taken away, and leaves the cloud empty', async () => {
    const run = await project.run('destroy', ...ON_LOCAL);
    expect(run).toMatchObject({ resources: { deleted: RESOURCES } });
    expect(await machineContents()).toEqual([0, 0, 0, 0, 0]);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('never sends what the local cloud does not serve, and never meets a mistake of it', () => {
    expect(unservedIn(events)).toEqual([]);
  });

  it('asks for nothing that only two machines have', () => {
    const ofTwo = /^(api|clb|redis|region):/;
    expect(operationsIn(events).filter((operation) => ofTwo.test(operation))).toEqual([]);
  });
});
