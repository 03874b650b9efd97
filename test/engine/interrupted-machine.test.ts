import type { CloudEvent } from '../../localcloud/cloud-event';
import type { CloudFaults } from '../../localcloud/faults';
import { startLocalCloud, type LocalCloud } from '../../localcloud/local-cloud';
import { RedisError } from '../../localcloud/services/redis/redis-error';
import { CloudDeployment } from '../support/cloud-deployment';
import { joinTwo } from '../support/engine/chat-stack';
import { contentsOf, NOTHING } from '../support/engine/cloud-contents';
import { cutOff } from '../support/engine/cut-off';
import { asUser, deployerWith } from '../support/engine/deployer';
import { describeEngine } from '../support/engine/describe-engine';
import { EngineProject, type RunningEngine } from '../support/engine/engine-project';
import { unservedIn } from '../support/engine/unserved';
import {
  documentedOperations,
  expectDocumented,
  operationsIn,
} from '../support/permissions/permissions-page';
import { hasRedis } from '../support/redis-server';

jest.setTimeout(600_000);

const ON_LOCAL = ['--stack', 'local'];
/** All that there is to be made, where a Redis can be had. */
const NODES = hasRedis ? 2 : 1;

/** What only a gateway on two machines has. */
function ofTwo<One>(...ones: readonly One[]): readonly One[] {
  return NODES === 2 ? ones : [];
}

const ONE_OF_EACH = {
  machines: NODES,
  balancers: ofTwo('open', 'internal').length,
  redis: ofTwo('shared').length,
  vpcs: 1,
  subnets: 1,
  groups: NODES,
  addresses: NODES,
};
const EMPTY = Object.fromEntries(Object.keys(ONE_OF_EACH).map((name) => [name, 0]));

describeEngine('a run that is cut off while it makes a machine', () => {
  let cloud: LocalCloud;
  let api: CloudDeployment;
  let project: EngineProject;
  const faults: CloudFaults = {};
  const events: CloudEvent[] = [];
  let onEvent: (event: CloudEvent) => void = () => undefined;

  beforeAll(async () => {
    const deployer = deployerWith('deploy', 'machine', 'goOn', 'goOnMachine');
    const observe = (event: CloudEvent) => {
      events.push(event);
      onEvent(event);
    };
    cloud = await startLocalCloud({ port: 0, faults, users: [deployer], observe });
    api = new CloudDeployment(cloud);
    project = await EngineProject.create();
    project.use(asUser(cloud, deployer));
    const settings = `  scf-chat:gateway: machine\n  scf-chat:gatewayNodes: "${NODES}"\n`;
    await project.edit('Pulumi.local.yaml', (text) => text + settings);
  });
  afterAll(async () => {
    await cloud.close();
    await project.remove();
  });

  /** How many of each the cloud holds. */
  async function contents(): Promise<Readonly<Record<string, unknown>>> {
    const count = async (product: string, action: string) =>
      (await api.must(product, action, {}))['TotalCount'];
    return {
      machines: await count('cvm', 'DescribeInstances'),
      balancers: await count('clb', 'DescribeLoadBalancers'),
      redis: await count('redis', 'DescribeInstances'),
      vpcs: await count('vpc', 'DescribeVpcs'),
      subnets: await count('vpc', 'DescribeSubnets'),
      groups: await count('vpc', 'DescribeSecurityGroups'),
      addresses: await count('vpc', 'DescribeAddresses'),
    };
  }

  /** Kills a run when the bundle is uploaded: the answer leaves after the event. */
  function putOfBundle(running: RunningEngine): Promise<void> {
    return new Promise((resolve) => {
      onEvent = (event) => {
        if (event.type !== 'cos request' || event.action !== 'PutObject') return;
        onEvent = () => undefined;
        void running.kill();
        resolve();
      };
    });
  }

  (hasRedis ? it : it.skip)('may fail, and then the provider forgets the Redis', async () => {
    faults.api = ({ product, action }, proceed) =>
      product === 'redis' && action === 'DescribeInstances'
        ? Promise.reject(new RedisError('FailedOperation.SystemError', 'Not now.'))
        : proceed();
    await project.runToFailure('up', ...ON_LOCAL);
    faults.api = undefined;
    expect(await contents()).toMatchObject({ redis: 1 });
  });

  it('between RunInstances and its answer leaves nothing that destroy does not find', async () => {
    await cutOff({ project, faults, command: 'up', actions: ['RunInstances'] });
    const firstOfEach = { ...ONE_OF_EACH, machines: 1 };
    expect(await contents()).toEqual(firstOfEach);
    await project.run('destroy', ...ON_LOCAL);
    expect(await contents()).toEqual(EMPTY);
    expect(await contentsOf(cloud, 'local')).toEqual(NOTHING);
  });

  it('between the first actions or PUT of the bundle and their answers leaves things behind', async () => {
    const actions = ['CreateVpc', 'AllocateAddresses', 'CreateSecurityGroup'];
    await cutOff({ project, faults, command: 'up', actions, moment: putOfBundle });
    expect(await contents()).toMatchObject({ vpcs: 1, addresses: NODES });
  });

  it.each([
    [['CreateSubnet', ...ofTwo('CreateLoadBalancer')]],
    ...ofTwo([['CreateInstances', 'CreateListener']]),
    [['RunInstances']],
    [['AssociateAddress']],
  ])(
    'is gone on with by the next, which is killed between %p and their answers',
    async (actions) => {
      const output = await cutOff({ project, faults, command: 'up', actions });
      expect(output).toContain('is looked up in the cloud first, also:');
    },
  );

  it('is gone on with until there is one of each, and people chat', async () => {
    await project.run('up', ...ON_LOCAL);
    expect(await contents()).toEqual(ONE_OF_EACH);
    await joinTwo((await project.outputs('local'))['wsUrl']);
    const again = await project.run('up', ...ON_LOCAL);
    expect(Object.keys(again.resources)).toEqual(['unchanged']);
  });

  it('asks for nothing that is not served', () => {
    expect(unservedIn(events)).toEqual([]);
  });

  (hasRedis ? it : it.skip)('needs no more than what is documented', () => {
    const others = (['deploy', 'machine', 'goOn'] as const).flatMap((name) =>
      documentedOperations(name),
    );
    const more = operationsIn(events).filter((operation) => !others.includes(operation));
    expectDocumented('goOnMachine', more);
  });
});
