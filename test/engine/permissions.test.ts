import type { CloudEvent } from '../../localcloud/cloud-event';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { contentsOf, contentsOfStacks, NOTHING } from '../support/engine/cloud-contents';
import { asUser, deployerWith } from '../support/engine/deployer';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';
import {
  documentedOperations,
  policyFor,
  refusedIn,
} from '../support/permissions/permissions-page';

jest.setTimeout(600_000);

const ON_LOCAL = ['--stack', 'local'];
/**
 * What is refused: to the provider's client of the APIs, to its client of COS, and to our own, on
 * creating and on deleting. test/localcloud/permissions.test.ts goes through all, one by one.
 */
const TO_DEPLOY = ['apigw:CreateApi', 'cam:CreateRole', 'cos:PutBucket'];
const TO_DESTROY = ['scf:DeleteFunction'];
const WITHHELD = [...TO_DEPLOY, ...TO_DESTROY];
const ALL = [...documentedOperations('deploy'), ...documentedOperations('goOn')];

describeEngine('somebody who may do almost everything', () => {
  const events: CloudEvent[] = [];
  let allowed: readonly string[] = ALL.filter((one) => !WITHHELD.includes(one));
  let cloud: LocalCloud;
  let project: EngineProject;

  beforeAll(async () => {
    const deployer = {
      ...deployerWith(),
      get policy() {
        return JSON.stringify(policyFor(allowed));
      },
    };
    cloud = await startLocalCloud({
      port: 0,
      users: [deployer],
      observe: (event) => events.push(event),
    });
    project = await EngineProject.create();
    project.use(asUser(cloud, deployer));
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  /** Runs a command until it succeeds, and grants each time what the error has named. */
  async function grantUntilDone(command: string): Promise<string[]> {
    const granted: string[] = [];
    for (;;) {
      const from = events.length;
      const { code, output } = await project.start(command, ...ON_LOCAL).ended;
      if (code === 0) return granted.sort();
      const refused = refusedIn(events.slice(from));
      expect(refused).not.toEqual([]);
      expect(refused.filter((operation) => !output.includes(operation))).toEqual([]);
      granted.push(...refused);
      allowed = [...allowed, ...refused];
    }
  }

  it('is told what else it takes to deploy, and goes on', async () => {
    expect(await grantUntilDone('up')).toEqual(TO_DEPLOY);
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
  });

  it('is told what else it takes to delete it all, and goes on', async () => {
    expect(await grantUntilDone('destroy')).toEqual(TO_DESTROY);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });
});
