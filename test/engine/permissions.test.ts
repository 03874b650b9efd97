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

jest.setTimeout(900_000);

const ON_LOCAL = ['--stack', 'local', '--skip-preview'];
/** More runs than it takes to be refused everything once. */
const RUNS = 30;

const ALL = [...documentedOperations('deploy'), ...documentedOperations('goOn')];
const READS = ALL.filter((operation) => /:(Describe|Get|Head|List)/.test(operation));
/** What a change of code or settings takes, and leftovers in the bucket. */
const NOT_HERE = [
  'cos:DeleteMultipleObjects',
  'scf:UpdateFunctionCode',
  'scf:UpdateFunctionConfiguration',
];

describeEngine('somebody who may only look', () => {
  const events: CloudEvent[] = [];
  let allowed: readonly string[] = READS;
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
    for (let runs = 0; runs < RUNS; runs += 1) {
      const from = events.length;
      const { code, output } = await project.run(command, ...ON_LOCAL);
      if (code === 0) return granted;
      const refused = refusedIn(events.slice(from));
      expect(refused.filter((operation) => !output.includes(operation))).toEqual([]);
      expect(refused).not.toEqual([]);
      granted.push(...refused);
      allowed = [...allowed, ...refused];
    }
    throw new Error(`${command} did not succeed after ${RUNS} runs.`);
  }

  it('is told what else it takes to deploy, and to delete it all, and no more', async () => {
    const toDeploy = await grantUntilDone('up');
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
    const toDestroy = await grantUntilDone('destroy');
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
    const named = [...READS, ...NOT_HERE, ...toDeploy, ...toDestroy];
    expect(named.sort()).toEqual([...ALL].sort());
  });
});
