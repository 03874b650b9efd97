import { Redis } from 'ioredis';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalCloud } from '../../../../localcloud/local-cloud';
import { errorCode, type ApiAnswer } from '../../../support/api-client';
import { eventually } from '../../../support/eventually';
import { NetworkOnLocalCloud } from '../../../support/network-on-local-cloud';
import { hasRedis, NO_REDIS } from '../../../support/redis-server';

const PASSWORD = 'c0ffee'.repeat(4);
const TYPE = 15;
const ZONE = 100006;

let network: NetworkOnLocalCloud;

beforeAll(async () => {
  network = await NetworkOnLocalCloud.start();
});
afterAll(() => network.cloud.close());

function create(more: object = {}): Promise<ApiAnswer> {
  const { VpcId, SubnetId, SecurityGroupId } = network;
  return network.api.call('redis', 'CreateInstances', {
    TypeId: TYPE,
    MemSize: 1024,
    GoodsNum: 1,
    Period: 1,
    BillingMode: 0,
    ZoneId: ZONE,
    VpcId,
    SubnetId,
    SecurityGroupIdList: [SecurityGroupId],
    InstanceName: 'chat',
    Password: PASSWORD,
    ...more,
  });
}

interface Instance {
  readonly InstanceId: string;
  readonly WanIp: string;
  readonly Port: number;
  readonly Status: number;
}

async function describeInstance(InstanceId: string): Promise<Instance | undefined> {
  const { InstanceSet } = await network.api.must('redis', 'DescribeInstances', { InstanceId });
  return (InstanceSet as Instance[])[0];
}

/** A client that gives up when it is cut off. */
function clientOf(host: string, password: string): Redis {
  const once = { lazyConnect: true, retryStrategy: null, disconnectTimeout: 100 };
  return new Redis({ host, password, ...once });
}

/** What a server answers to PING, or why it does not. */
async function ping(host: string, password: string): Promise<string> {
  const client = clientOf(host, password);
  let fault = '';
  client.on('error', (error: Error) => (fault = error.message));
  try {
    await client.connect();
    return await client.ping();
  } catch (error) {
    return fault === '' ? String(error) : fault;
  } finally {
    client.disconnect();
  }
}

if (!hasRedis) console.log(`TencentDB for Redis is not tested: ${NO_REDIS}`);

(hasRedis ? describe : describe.skip)('TencentDB for Redis of the local cloud', () => {
  let instance: Instance;

  it('is a Redis at an address of the subnet, for those who know the password', async () => {
    const [InstanceId = ''] = (await create())['InstanceIds'] as string[];
    const described = await describeInstance(InstanceId);
    if (described === undefined) throw new Error('It is not there.');
    instance = described;
    expect(instance).toMatchObject({ Status: 2, WanIp: `${network.network}.5`, Port: 6379 });
    expect(await ping(instance.WanIp, PASSWORD)).toBe('PONG');
    expect(await ping(instance.WanIp, 'guessed')).toContain('WRONGPASS');
  });

  it('says what it is, what its security group is, and where it can be had', async () => {
    const { InstanceId } = instance;
    const InstanceIds = [InstanceId];
    const groups = await network.api.must('redis', 'DescribeInstanceSecurityGroup', {
      InstanceIds,
    });
    expect(groups).toMatchObject({
      InstanceSecurityGroupsDetail: [
        { InstanceId, SecurityGroupDetails: [{ SecurityGroupId: network.SecurityGroupId }] },
      ],
    });
    const products = await network.api.must('redis', 'DescribeProductInfo', {});
    const product: unknown = expect.objectContaining({ Type: TYPE, Version: 'Redis-6.2' });
    expect(products).toMatchObject({
      RegionSet: [
        {
          ZoneSet: [{ IsSaleout: false, ProductSet: expect.arrayContaining([product]) as [] }, {}],
        },
      ],
    });
    for (const name of ['region', 'api']) {
      const zones = await network.api.must(name, 'DescribeZones', { Product: 'redis' });
      expect(zones).toMatchObject({ ZoneSet: [{ ZoneId: String(ZONE) }, { ZoneId: '100007' }] });
    }
  });

  it('is started again when it ends by itself, with nothing in it', async () => {
    const client = clientOf(instance.WanIp, PASSWORD);
    client.on('error', () => undefined);
    await client.set('said', 'before');
    await client.call('SHUTDOWN', 'NOSAVE').catch(() => undefined);
    const isBack = async () => (await ping(instance.WanIp, PASSWORD)) === 'PONG';
    await eventually('the next start', isBack);
    const next = clientOf(instance.WanIp, PASSWORD);
    expect(await next.get('said')).toBeNull();
    next.disconnect();
  });

  it('is listed by its network and subnet, with its tags', async () => {
    const { VpcId, SubnetId, api, cloud } = network;
    const ReplaceTags = [{ TagKey: 'pulumi-stack', TagValue: 'local' }];
    await api.must('tag', 'ModifyResourceTags', {
      Resource: `qcs::redis:${cloud.region}:uin/${cloud.uin}:instance/${instance.InstanceId}`,
      ReplaceTags,
    });
    const found = { UniqVpcIds: [VpcId], UniqSubnetIds: [SubnetId] };
    expect(await api.must('redis', 'DescribeInstances', found)).toMatchObject({
      InstanceSet: [{ InstanceId: instance.InstanceId, InstanceTags: ReplaceTags }],
    });
    const elsewhere = { ...found, UniqSubnetIds: ['subnet-other'] };
    expect(await api.must('redis', 'DescribeInstances', elsewhere)).toMatchObject({
      TotalCount: 0,
    });
  });

  it('takes another password, and knows the old one no longer', async () => {
    const { InstanceId, WanIp } = instance;
    const change = (Password: string) =>
      network.api.must('redis', 'ResetPassword', { InstanceId, Password, NoAuth: false });
    await change('decade'.repeat(4) + '1');
    expect(await ping(WanIp, PASSWORD)).toContain('WRONGPASS');
    await change(PASSWORD);
    expect(await ping(WanIp, PASSWORD)).toBe('PONG');
  });

  it('stays in the recycle bin, and in its subnet, until it is cleaned up', async () => {
    const { InstanceId, WanIp } = instance;
    const early = await network.api.call('redis', 'CleanUpInstance', { InstanceId });
    expect(errorCode(early)).toBe('UnsupportedOperation.InstanceStatusAbnormal');
    const { TaskId } = await network.api.must('redis', 'DestroyPostpaidInstance', { InstanceId });
    expect(await network.api.must('redis', 'DescribeTaskInfo', { TaskId })).toMatchObject({
      Status: 'succeed',
    });
    expect(await describeInstance(InstanceId)).toMatchObject({ Status: -2 });
    expect(await ping(WanIp, PASSWORD)).toContain('ECONNREFUSED');
    const { SubnetId } = network;
    expect(errorCode(await network.api.call('vpc', 'DeleteSubnet', { SubnetId }))).toBe(
      'ResourceInUse',
    );
    await network.api.must('redis', 'CleanUpInstance', { InstanceId });
    expect(await describeInstance(InstanceId)).toBeUndefined();
    const again = await network.api.call('redis', 'DestroyPostpaidInstance', { InstanceId });
    expect(errorCode(again)).toBe('ResourceNotFound.InstanceNotExists');
  });

  it('is there again when the cloud is, at the same address', async () => {
    const dataFolder = await mkdtemp(path.join(tmpdir(), 'local-cloud-'));
    const others = network;
    network = await NetworkOnLocalCloud.start({ dataFolder });
    const address = `${network.network}.5`;
    await create();
    await network.cloud.close();
    network = others;
    expect(await ping(address, PASSWORD)).toContain('ECONNREFUSED');
    const cloud = await startLocalCloud({ port: 0, dataFolder });
    expect(await ping(address, PASSWORD)).toBe('PONG');
    await cloud.close();
    await rm(dataFolder, { recursive: true });
  });
});

describe('TencentDB for Redis of the local cloud', () => {
  it.each([
    ['a password of one kind of characters', { Password: 'coffeecoffee' }],
    ['a memory that is not for sale', { MemSize: 100 }],
    ['a type that is not for sale', { TypeId: 16 }],
    ['a zone that is not there', { ZoneId: 100001 }],
  ])('refuses %s', async (_what, flaw) => {
    expect(errorCode(await create(flaw))).toBe('InvalidParameterValue');
  });

  it('says what to install where there is no Redis server', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '';
    const answer = await create();
    process.env['PATH'] = PATH;
    expect(answer['Error']).toMatchObject({
      Code: 'FailedOperation.SystemError',
      Message: expect.stringContaining('apt install redis-server') as string,
    });
  });
});
