import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { joinTwo } from '../support/engine/chat-stack';
import { contentsOf, contentsOfStacks, NOTHING } from '../support/engine/cloud-contents';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';

jest.setTimeout(600_000);

const ON_LOCAL = ['--stack', 'local'];
const EARLIER = 'was deployed on an earlier local cloud, which is gone with all that was in it.';

describeEngine('a local cloud that is started again', () => {
  let dataFolder: string;
  let project: EngineProject;
  let cloud: LocalCloud;

  beforeAll(async () => {
    dataFolder = await mkdtemp(path.join(tmpdir(), 'data-of-scf-chat-'));
    project = await EngineProject.create();
    cloud = await startLocalCloud({ port: 0, dataFolder });
    project.use(cloud);
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
    await rm(dataFolder, { recursive: true });
  });

  async function restart(options: { readonly dataFolder?: string }): Promise<void> {
    await cloud.close();
    cloud = await startLocalCloud({ port: 0, ...options });
    project.use(cloud);
  }

  it('with its data has all that was deployed, and nothing to do', async () => {
    const made = await project.run('up', ...ON_LOCAL);
    expect(made).toMatchObject({ resources: { created: 23 } });
    await restart({ dataFolder });
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
    const again = await project.run('up', '--refresh', ...ON_LOCAL);
    expect(again).toMatchObject({ resources: { unchanged: 23 } });
    await joinTwo((await project.outputs('local'))['wsUrl']);
  });

  it('without, believes nothing of the state that is left: up makes all anew', async () => {
    await restart({});
    const outputs = await project.runToFailure('outputs', ...ON_LOCAL);
    expect(outputs.output).toContain(EARLIER);
    expect(outputs.output).toContain('npm run up -- --stack local deploys it again.');
    const run = await project.run('up', ...ON_LOCAL);
    expect(run.output).toContain(`${EARLIER} Its state is not believed`);
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
    await joinTwo((await project.outputs('local'))['wsUrl']);
  });

  it('without, is empty also for destroy, which forgets what is gone', async () => {
    await restart({});
    const run = await project.run('destroy', ...ON_LOCAL);
    expect(run.output).toContain(`${EARLIER} Its state is not believed`);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
    const next = await project.run('preview', ...ON_LOCAL);
    expect(next).toMatchObject({ resources: { create: 23 } });
  });
});
