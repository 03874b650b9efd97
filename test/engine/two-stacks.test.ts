import { cp } from 'node:fs/promises';
import path from 'node:path';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { expectChat, joinTwo } from '../support/engine/chat-stack';
import { contentsOf, contentsOfStacks, NOTHING } from '../support/engine/cloud-contents';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';
import { PULUMI } from '../support/engine/engine-tools';
import type { Member } from '../support/running-chat';

jest.setTimeout(600_000);

describeEngine('two stacks in one cloud', () => {
  let cloud: LocalCloud;
  let project: EngineProject;
  let ofFirst: readonly Member[];

  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0 });
    project = await EngineProject.create({
      PULUMI_CONFIG_PASSPHRASE: 'the-local-cloud-has-no-secrets',
    });
    project.use(cloud);
    const file = (stack: string) => path.join(project.root, `Pulumi.${stack}.yaml`);
    await cp(file('local'), file('local-two'));
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  /** Pulumi without our scripts, as it is, in a terminal into which a cloud's variables were pasted. */
  function bare(...args: string[]) {
    const pasted = { ...cloud.environment, PULUMI_NODEJS_TRANSPILE_ONLY: undefined };
    return project.spawn(PULUMI, args, pasted).ended;
  }

  it('are deployed at once, one by the script and one by a bare pulumi up', async () => {
    expect(await bare('stack', 'select', '--create', 'local-two')).toMatchObject({ code: 0 });
    const [first, second] = await Promise.all([
      project.run('up', '--stack', 'local'),
      bare('up', '--yes', '--stack', 'local-two', '--non-interactive', '--color', 'never'),
    ]);
    expect(first).toMatchObject({ resources: { created: 23 } });
    expect(second).toMatchObject({ code: 0, resources: { created: 23 } });
    expect(await contentsOf(cloud, 'local', 'local-two')).toEqual(
      contentsOfStacks('local', 'local-two'),
    );
  });

  it('hold two people each, who hear nothing of the other two', async () => {
    ofFirst = await joinTwo((await project.outputs('local'))['wsUrl']);
    const ofSecond = await joinTwo((await project.outputs('local-two'))['wsUrl']);
    await expectChat(ofFirst, 'only in the first');
    await expectChat(ofSecond, 'only in the second');
    const heard = (members: readonly Member[]) => members.flatMap(({ received }) => received);
    expect(heard(ofFirst).join()).not.toContain('only in the second');
    expect(heard(ofSecond).join()).not.toContain('only in the first');
    expect(heard(ofFirst)).toContain('only in the first(===Online people:2===)');
  });

  it('go one at a time: destroying one spares the other, and those who are in it', async () => {
    const run = await bare('destroy', '--yes', '--stack', 'local-two', '--non-interactive');
    expect(run).toMatchObject({ code: 0, resources: { deleted: 23 } });
    expect(await contentsOf(cloud, 'local', 'local-two')).toEqual(contentsOfStacks('local'));
    await expectChat(ofFirst, 'still here');
    const last = await project.run('destroy', '--stack', 'local');
    expect(last).toMatchObject({ resources: { deleted: 23 } });
    expect(await contentsOf(cloud, 'local', 'local-two')).toEqual(NOTHING);
  });
});
