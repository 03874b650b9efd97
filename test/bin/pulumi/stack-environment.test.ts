import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { announceCloud } from '../../../bin/announced-cloud';
import { environmentOfStack } from '../../../bin/pulumi/stack-environment';
import { startLocalCloud, type LocalCloud } from '../../../localcloud/local-cloud';

describe('the environment of a stack', () => {
  let root: string;
  let cloud: LocalCloud;
  let own: Record<string, string>;
  let said: jest.SpyInstance;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'stack-environment-'));
    await writeFile(path.join(root, 'Pulumi.yaml'), 'name: scf-chat\n');
    cloud = await startLocalCloud({ port: 0 });
    announceCloud(root, cloud);
    own = { PATH: '/bin', PULUMI_HOME: root, PULUMI_CONFIG_PASSPHRASE: 'my own' };
    said = jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(async () => {
    said.mockRestore();
    await cloud.close();
    await rm(root, { recursive: true });
  });

  it.each(['local', 'local-two'])('%s leads to the local cloud that runs', async (stack) => {
    const { environment } = await environmentOfStack(root, stack, own, true);
    expect(environment).toMatchObject({ ...own, ...cloud.environment });
  });

  it('of Tencent has nothing of it, and says so where the terminal has', async () => {
    const { environment } = await environmentOfStack(
      root,
      'dev',
      { ...own, ...cloud.environment },
      true,
    );
    for (const name of Object.keys(cloud.environment)) {
      expect(environment).not.toHaveProperty(name);
    }
    expect(environment).toMatchObject(own);
    expect(said.mock.calls).toEqual([[expect.stringContaining('are left out: the stack "dev"')]]);
  });

  it('of Tencent is what the user has otherwise, and nothing is said', async () => {
    const { environment } = await environmentOfStack(root, 'dev', own, true);
    expect(environment).toMatchObject(own);
    expect(said).not.toHaveBeenCalled();
  });
});
