import type { CloudFaults } from '../../localcloud/faults';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { joinTwo } from '../support/engine/chat-stack';
import { contentsOf, contentsOfStacks, NOTHING } from '../support/engine/cloud-contents';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';
import { holdAnswer } from '../support/engine/held-answer';

jest.setTimeout(180_000);

const ON_LOCAL = ['--stack', 'local'];

describeEngine('a run that is killed', () => {
  let cloud: LocalCloud;
  let project: EngineProject;
  const faults: CloudFaults = {};

  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0, faults });
    project = await EngineProject.create();
    project.use(cloud);
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  /** Kills a command after the cloud has done this, and before its answer arrives. */
  async function killBefore(action: string, command: string): Promise<string> {
    const answer = holdAnswer(faults, action);
    const running = project.start(command, ...ON_LOCAL, '--skip-preview');
    await Promise.race([answer.done, running.ended]);
    await running.kill();
    answer.release();
    const { output, code } = await running.ended;
    expect(code).toBeNull();
    return output;
  }

  it('between CreateService and its answer leaves a service behind', async () => {
    await killBefore('CreateService', 'up');
    expect((await contentsOf(cloud, 'local')).services).toHaveLength(1);
  });

  it.each(['CreateRole', 'AttachRolePolicy', 'CreateFunction', 'CreateApi', 'ReleaseService'])(
    'is gone on with by the next, which is killed between %s and its answer',
    async (action) => {
      const output = await killBefore(action, 'up');
      expect(output).toContain('The last run was cut off');
    },
  );

  it('is gone on with until there is one of each, and people chat', async () => {
    const run = await project.run('up', ...ON_LOCAL);
    expect(run.code).toBe(0);
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
    await joinTwo((await project.outputs('local'))['wsUrl']);
    const again = await project.run('up', ...ON_LOCAL);
    expect(again).toMatchObject({ code: 0, resources: { unchanged: 23 } });
  });

  it('while it destroys is taken up by the next destroy', async () => {
    await killBefore('DeleteFunction', 'destroy');
    const run = await project.run('destroy', ...ON_LOCAL);
    expect(run.code).toBe(0);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('between CreateApi and its answer leaves nothing that destroy does not find', async () => {
    await killBefore('CreateApi', 'up');
    const run = await project.run('destroy', ...ON_LOCAL);
    expect(run.code).toBe(0);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });
});
