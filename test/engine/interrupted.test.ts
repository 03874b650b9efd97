import type { CloudEvent } from '../../localcloud/cloud-event';
import type { CloudFaults } from '../../localcloud/faults';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { joinTwo } from '../support/engine/chat-stack';
import { contentsOf, contentsOfStacks, NOTHING } from '../support/engine/cloud-contents';
import { cutOff } from '../support/engine/cut-off';
import { asUser, deployerWith } from '../support/engine/deployer';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';
import {
  documentedOperations,
  expectDocumented,
  operationsIn,
} from '../support/permissions/permissions-page';

jest.setTimeout(600_000);

const ON_LOCAL = ['--stack', 'local'];

describeEngine('a run that is killed', () => {
  let cloud: LocalCloud;
  let project: EngineProject;
  const faults: CloudFaults = {};
  const events: CloudEvent[] = [];
  let onEvent: (event: CloudEvent) => void = () => undefined;

  beforeAll(async () => {
    const deployer = deployerWith('deploy', 'goOn');
    const observe = (event: CloudEvent) => {
      events.push(event);
      onEvent(event);
    };
    cloud = await startLocalCloud({ port: 0, faults, users: [deployer], observe });
    project = await EngineProject.create();
    project.use(asUser(cloud, deployer));
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  const killBefore = (actions: readonly string[], command: 'up' | 'destroy') =>
    cutOff({ project, faults, command, actions });

  it('between CreateService and its answer leaves a service behind', async () => {
    await killBefore(['CreateService'], 'up');
    expect((await contentsOf(cloud, 'local')).services).toHaveLength(1);
  });

  it.each([
    [['CreateRole', 'CreatePolicy']],
    [['AttachRolePolicy']],
    [['CreateFunction']],
    [['CreateApi']],
    [['ReleaseService']],
  ])(
    'is gone on with by the next, which is killed between %p and their answers',
    async (actions) => {
      const output = await killBefore(actions, 'up');
      expect(output).toContain('The last run was cut off');
    },
  );

  it('is gone on with until there is one of each, and people chat', async () => {
    await project.run('up', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
    await joinTwo((await project.outputs('local'))['wsUrl']);
    const again = await project.run('up', ...ON_LOCAL);
    expect(again).toMatchObject({ resources: { unchanged: 23 } });
  });

  it('while it destroys is taken up by the next destroy', async () => {
    await killBefore(['DeleteFunction'], 'destroy');
    await project.run('destroy', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('between CreateApi and its answer leaves nothing that destroy does not find', async () => {
    await killBefore(['CreateApi'], 'up');
    await project.run('destroy', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('between PUT of the bucket and its answer leaves nothing that destroy does not find', async () => {
    const running = project.start('up', ...ON_LOCAL);
    onEvent = (event) => {
      // The answer leaves after this, so it is too late for whoever asked.
      if (event.type === 'cos request' && event.action === 'PutBucket') void running.kill();
    };
    expect((await running.ended).code).toBeNull();
    onEvent = () => undefined;
    expect((await contentsOf(cloud, 'local')).buckets).toHaveLength(1);
    await project.run('destroy', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('needs to look up no more than what is documented', () => {
    const toDeploy = documentedOperations('deploy');
    const more = operationsIn(events).filter((operation) => !toDeploy.includes(operation));
    expectDocumented('goOn', more);
  });
});
