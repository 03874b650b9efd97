import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { announceCloud, findCloud, withdrawCloud } from '../../bin/announced-cloud';
import type { CloudFaults } from '../../localcloud/faults';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { ActionError } from '../../localcloud/services/action-error';

let root: string;
let cloud: LocalCloud;
let faults: CloudFaults;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'announced-cloud-'));
  faults = {};
  cloud = await startLocalCloud({ port: 0, faults });
});
afterEach(async () => {
  await cloud.close();
  await rm(root, { recursive: true });
});

describe('an announced cloud', () => {
  it('is found while it runs, with all that leads to it', async () => {
    announceCloud(root, cloud);
    expect(await findCloud(root)).toMatchObject({
      state: 'running',
      cloud: { baseUrl: cloud.baseUrl, uin: cloud.uin, environment: cloud.environment },
    });
  });

  it('is found while it refuses what it is asked', async () => {
    announceCloud(root, cloud);
    faults.api = () => {
      throw new ActionError<string>('RequestLimitExceeded', 'Slow down.');
    };
    expect(await findCloud(root)).toMatchObject({ state: 'running' });
  });

  it('is announced to its owner only, since its key is in it', async () => {
    announceCloud(root, cloud);
    const { mode } = await stat(path.join(root, '.scf-chat/cloud.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('is gone once it has ended, whatever is still announced', async () => {
    announceCloud(root, cloud);
    await cloud.close();
    expect(await findCloud(root)).toEqual({ state: 'gone', baseUrl: cloud.baseUrl });
  });

  it('is gone when another one has taken its port', async () => {
    announceCloud(root, cloud);
    await cloud.close();
    cloud = await startLocalCloud({ port: cloud.port });
    expect(await findCloud(root)).toEqual({ state: 'gone', baseUrl: cloud.baseUrl });
  });

  it('takes back its own announcement, and no other cloud’s', async () => {
    const other = await startLocalCloud({ port: 0 });
    announceCloud(root, other);
    withdrawCloud(root, cloud);
    expect(await findCloud(root)).toMatchObject({ state: 'running' });
    withdrawCloud(root, other);
    expect(await findCloud(root)).toEqual({ state: 'none' });
    await other.close();
  });
});
