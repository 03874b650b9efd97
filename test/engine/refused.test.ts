import type { CloudFaults } from '../../localcloud/faults';
import { HttpFault } from '../../localcloud/http/intercept-call';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { ActionError } from '../../localcloud/services/action-error';
import { CloudDeployment } from '../support/cloud-deployment';
import { createCosClient } from '../support/cos-client';
import { joinTwo } from '../support/engine/chat-stack';
import { contentsOf, contentsOfStacks, NOTHING } from '../support/engine/cloud-contents';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject } from '../support/engine/engine-project';

jest.setTimeout(600_000);

const ON_LOCAL = ['--stack', 'local'];
const BUCKET = 'scf-chat-local-1250000000';

describeEngine('a cloud that does not do as it is asked', () => {
  let cloud: LocalCloud;
  let project: EngineProject;
  const faults: CloudFaults = {};

  beforeAll(async () => {
    cloud = await startLocalCloud({ port: 0, faults });
    project = await EngineProject.create();
    project.use(cloud);
  });
  afterEach(() => {
    faults.api = undefined;
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  async function byHand(product: string, action: string, input: object): Promise<void> {
    await new CloudDeployment(cloud).must(product, action, input);
  }

  /** With everybody who is registered in it. */
  async function deleteBucketByHand(): Promise<void> {
    const cos = createCosClient(cloud);
    const place = { Bucket: BUCKET, Region: cloud.region };
    const { Contents } = await cos.getBucket(place);
    await cos.deleteMultipleObject({ ...place, Objects: Contents.map(({ Key }) => ({ Key })) });
    await cos.deleteBucket(place);
  }

  /** And all that hangs on it, as Tencent wants it. */
  async function deleteGatewayByHand(what: 'release' | 'API' | 'service'): Promise<void> {
    const on = new CloudDeployment(cloud);
    const services = await on.must('apigateway', 'DescribeServicesStatus', {});
    const [service] = (services['Result'] as { ServiceSet: { ServiceId: string }[] }).ServiceSet;
    const of = { ServiceId: service?.ServiceId };
    await byHand('apigateway', 'UnReleaseService', { ...of, EnvironmentName: 'release' });
    if (what === 'release') return;
    const apis = await on.must('apigateway', 'DescribeApisStatus', of);
    const [api] = (apis['Result'] as { ApiIdStatusSet: { ApiId: string }[] }).ApiIdStatusSet;
    await byHand('apigateway', 'DeleteApi', { ...of, ApiId: api?.ApiId });
    if (what === 'service') await byHand('apigateway', 'DeleteService', of);
  }

  it('and takes no new services, as Tencent, stops everything before anything is made', async () => {
    const retired = await startLocalCloud({ port: 0, retired: true });
    try {
      project.use(retired);
      const run = await project.runToFailure('up', ...ON_LOCAL);
      expect(run.output).toContain('API Gateway takes no new services and APIs since 2024-07-01.');
      expect(await contentsOf(retired, 'local')).toEqual(NOTHING);
    } finally {
      await retired.close();
      project.use(cloud);
    }
  });

  it('and takes no new APIs can be left again', async () => {
    faults.api = ({ action }, proceed) => {
      if (action !== 'CreateApi') return proceed();
      throw new ActionError('UnsupportedOperation', 'No new APIs.');
    };
    const run = await project.runToFailure('up', ...ON_LOCAL);
    expect(run.output).toContain('No new APIs.');
    await project.run('destroy', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('asks to slow down, and breaks down while it lists roles: the next up has one of each', async () => {
    const refused = new Set<string>();
    faults.api = ({ action }, proceed) => {
      if (refused.has(action)) return proceed();
      refused.add(action);
      if (action === 'DescribeRoleList') throw new HttpFault(500);
      throw new ActionError<string>('RequestLimitExceeded', 'Slow down.');
    };
    const run = await project.runToFailure('up', ...ON_LOCAL);
    expect(run.output).toContain('To go on: mend what the message names');
    const again = await project.run('up', ...ON_LOCAL);
    expect(again.output).toMatch(/also:\n- CamRole (register|transport|cleanup)\n/);
    faults.api = undefined;
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
  });

  it('keeps a bucket that is not empty, and says exactly how it goes after all', async () => {
    await project.run('pulumi', 'config', 'set', 'forceClean', 'false', ...ON_LOCAL);
    await project.run('up', ...ON_LOCAL);
    const place = { Bucket: BUCKET, Region: cloud.region, Key: 'left behind' };
    await createCosClient(cloud).putObject({ ...place, Body: 'by somebody' });
    const refused = await project.runToFailure('destroy', ...ON_LOCAL);
    expect(refused.output).toContain('BucketNotEmpty');
    const [, target = ''] =
      /npm run up -- --stack local --target '(.+)'/.exec(refused.output) ?? [];
    expect(refused.output).toContain(
      'npm run pulumi -- config set forceClean true --stack local\n',
    );
    await project.run('pulumi', 'config', 'set', 'forceClean', 'true', ...ON_LOCAL);
    await project.run('up', ...ON_LOCAL, '--target', target);
    await project.run('destroy', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('never activates a function, until it does', async () => {
    let isStuck = true;
    faults.api = async ({ action, input }, proceed) => {
      const answer = await proceed();
      const isRegister = JSON.stringify(input).includes('scf-chat-local-register');
      return isStuck && action === 'GetFunction' && isRegister
        ? { ...answer, Status: 'Creating' }
        : answer;
    };
    await project.runToFailure('up', ...ON_LOCAL);
    isStuck = false;
    await project.run('up', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
    await joinTwo((await project.outputs('local'))['wsUrl']);
  });

  it('has lost things by hand: after a refresh the next up makes them again', async () => {
    const roles = await new CloudDeployment(cloud).must('cam', 'ListPolicies', {
      Keyword: 'transport',
    });
    const [policy] = roles['List'] as { PolicyId: number }[];
    await byHand('scf', 'DeleteFunction', { FunctionName: 'scf-chat-local-register' });
    await byHand('cam', 'DeleteRole', { RoleName: 'scf-chat-local-cleanup' });
    await byHand('cam', 'DeletePolicy', { PolicyId: [policy?.PolicyId] });
    await deleteBucketByHand();
    await project.run('refresh', ...ON_LOCAL);
    await project.run('up', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(contentsOfStacks('local'));
    await joinTwo((await project.outputs('local'))['wsUrl']);
  });

  it.each(['release', 'API'])(
    'has lost the %s by hand: up does not see it, after a refresh it makes it again',
    async (what) => {
      const { wsUrl } = await project.outputs('local');
      await deleteGatewayByHand(what === 'release' ? 'release' : 'API');
      await expect(joinTwo(wsUrl)).rejects.toThrow();
      expect((await project.run('up', ...ON_LOCAL)).resources).toEqual({ unchanged: 23 });
      await project.run('refresh', ...ON_LOCAL);
      await project.run('up', ...ON_LOCAL);
      await joinTwo((await project.outputs('local'))['wsUrl']);
    },
  );

  it('has lost the service by hand: destroy says to refresh first, and then does it', async () => {
    await deleteGatewayByHand('service');
    const refused = await project.runToFailure('destroy', ...ON_LOCAL);
    expect(refused.output).toContain('ResourceNotFound.InvalidService');
    expect(refused.output).toContain('npm run refresh -- --stack local');
    await project.run('refresh', ...ON_LOCAL);
    await project.run('destroy', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('has lost things by hand: destroy says to refresh first, and then does it', async () => {
    await project.run('up', ...ON_LOCAL);
    await byHand('cam', 'DeleteRole', { RoleName: 'scf-chat-local-cleanup' });
    const refused = await project.runToFailure('destroy', ...ON_LOCAL);
    expect(refused.output).toContain('npm run refresh -- --stack local');
    await project.run('refresh', ...ON_LOCAL);
    await project.run('destroy', ...ON_LOCAL);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });
});
