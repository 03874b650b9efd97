import { finderOfIds } from '../../../bin/pulumi/find-in-cloud';
import { NetworkOnLocalCloud } from '../../support/network-on-local-cloud';
import { hasRedis } from '../../support/redis-server';

type Fields = Readonly<Record<string, unknown>>;

const NAME = 'scf-chat-dev-gateway';
const tagsOf = (stack: string) => ({ 'pulumi-project': 'scf-chat', 'pulumi-stack': stack });
const OURS = tagsOf('dev');
const OTHERS = tagsOf('prod');

const environment = { ...process.env };
let network: NetworkOnLocalCloud;

beforeAll(async () => {
  network = await NetworkOnLocalCloud.start();
  Object.assign(process.env, network.cloud.environment);
});
afterAll(async () => {
  process.env = environment;
  await network.cloud.close();
});

/** The id that a resource is found under; `known` is in the state already. */
function find(type: string, inputs: Fields, ...known: string[]): Promise<string | undefined> {
  return finderOfIds(new Set(known))({ type, inputs });
}

function must(product: string, action: string, input: Fields): Promise<Fields> {
  return network.api.must(product, action, input);
}

function listOf(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function infosOf(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

/** Subnets of one VPC do not overlap. */
let subnets = 0;
function nextCidr(): string {
  subnets += 1;
  return `${network.network}.${subnets * 16}/28`;
}

/** A VPC with room for them. */
let wideVpc: unknown;
async function requireWideVpc(): Promise<unknown> {
  const input = { VpcName: 'wide', CidrBlock: `${network.network}.0/24` };
  wideVpc ??= ((await must('vpc', 'CreateVpc', input))['Vpc'] as Fields)['VpcId'];
  return wideVpc;
}

/** Things that are known by their names and tags: how each is made, and its own inputs. */
const NAMED: Readonly<
  Record<string, { make: (tags: typeof OURS) => Promise<unknown>; inputs: () => Fields }>
> = {
  'tencentcloud:index/vpc:Vpc': {
    make: async (tags) => {
      const input = { VpcName: NAME, CidrBlock: '10.0.0.0/24', Tags: listOf(tags) };
      return ((await must('vpc', 'CreateVpc', input))['Vpc'] as Fields)['VpcId'];
    },
    inputs: () => ({ name: NAME }),
  },
  'tencentcloud:index/subnet:Subnet': {
    make: async (tags) => {
      const input = {
        VpcId: await requireWideVpc(),
        SubnetName: NAME,
        CidrBlock: nextCidr(),
        Zone: 'ap-guangzhou-6',
        Tags: listOf(tags),
      };
      return ((await must('vpc', 'CreateSubnet', input))['Subnet'] as Fields)['SubnetId'];
    },
    inputs: () => ({ name: NAME, vpcId: wideVpc }),
  },
  'tencentcloud:index/securityGroup:SecurityGroup': {
    make: async (tags) => {
      const input = { GroupName: NAME, GroupDescription: '', Tags: listOf(tags) };
      const { SecurityGroup } = await must('vpc', 'CreateSecurityGroup', input);
      return (SecurityGroup as Fields)['SecurityGroupId'];
    },
    inputs: () => ({ name: NAME }),
  },
  'tencentcloud:index/eip:Eip': {
    make: async (tags) => {
      const input = { AddressName: NAME, Tags: listOf(tags) };
      return ((await must('vpc', 'AllocateAddresses', input))['AddressSet'] as string[])[0];
    },
    inputs: () => ({ name: NAME }),
  },
  'tencentcloud:index/instance:Instance': {
    make: async (tags) => {
      const { VpcId, SubnetId } = network;
      const input = {
        InstanceName: NAME,
        Placement: { Zone: 'ap-guangzhou-6' },
        InstanceType: 'S5.SMALL2',
        ImageId: 'img-deb12',
        VirtualPrivateCloud: { VpcId, SubnetId },
        TagSpecification: [{ ResourceType: 'instance', Tags: listOf(tags) }],
      };
      return ((await must('cvm', 'RunInstances', input))['InstanceIdSet'] as string[])[0];
    },
    inputs: () => ({ instanceName: NAME, vpcId: network.VpcId }),
  },
  'tencentcloud:index/clbInstance:ClbInstance': {
    make: async (tags) => {
      const input = {
        LoadBalancerType: 'OPEN',
        LoadBalancerName: NAME,
        VpcId: network.VpcId,
        Tags: infosOf(tags),
      };
      const answer = await must('clb', 'CreateLoadBalancer', input);
      return (answer['LoadBalancerIds'] as string[])[0];
    },
    inputs: () => ({ clbName: NAME, vpcId: network.VpcId }),
  },
};

describe('what a run may have made without recording it', () => {
  it.each(Object.entries(NAMED))(
    'is found by its name and its tags: %s',
    async (type, { make, inputs }) => {
      await make(OTHERS);
      expect(await find(type, { ...inputs(), tags: OURS })).toBeUndefined();
      const id = String(await make(OURS));
      expect(await find(type, { ...inputs(), tags: OURS })).toBe(id);
      expect(await find(type, { ...inputs(), tags: OURS }, id)).toBeUndefined();
    },
  );

  it('is found among more than one page', async () => {
    const type = 'tencentcloud:index/clbInstance:ClbInstance';
    const create = (name: string) =>
      must('clb', 'CreateLoadBalancer', {
        LoadBalancerType: 'OPEN',
        LoadBalancerName: name,
        VpcId: network.VpcId,
      });
    for (let count = 0; count < 100; count += 1) await create(`many-${count}`);
    const { LoadBalancerIds } = await create('many');
    const inputs = { clbName: 'many', vpcId: network.VpcId };
    expect(await find(type, inputs)).toBe((LoadBalancerIds as string[])[0]);
  });

  it('is a listener of the port', async () => {
    const type = 'tencentcloud:index/clbListener:ClbListener';
    const { LoadBalancerIds } = await must('clb', 'CreateLoadBalancer', {
      LoadBalancerType: 'OPEN',
      LoadBalancerName: 'of a listener',
      VpcId: network.VpcId,
    });
    const [clbId = ''] = LoadBalancerIds as string[];
    const { ListenerIds } = await must('clb', 'CreateListener', {
      LoadBalancerId: clbId,
      Ports: [8080],
      Protocol: 'TCP',
      ListenerNames: ['gateway'],
    });
    const [listenerId = ''] = ListenerIds as string[];
    const inputs = { clbId, protocol: 'TCP', port: 8080 };
    expect(await find(type, inputs)).toBe(`${clbId}#${listenerId}`);
    expect(await find(type, { ...inputs, port: 8081 })).toBeUndefined();
    expect(await find(type, { ...inputs, clbId: 'lb-gone' })).toBeUndefined();
  });

  it('is an association if the address leads to that very machine', async () => {
    const type = 'tencentcloud:index/eipAssociation:EipAssociation';
    const instanceId = await network.machine(20);
    const { AddressSet } = await must('vpc', 'AllocateAddresses', {});
    const [eipId = ''] = AddressSet as string[];
    expect(await find(type, { eipId, instanceId })).toBeUndefined();
    await must('vpc', 'AssociateAddress', { AddressId: eipId, InstanceId: instanceId });
    expect(await find(type, { eipId, instanceId })).toBe(`${eipId}::${instanceId}`);
    expect(await find(type, { eipId, instanceId: 'ins-other' })).toBeUndefined();
  });

  it('is a DNS record of that value', async () => {
    const type = 'tencentcloud:index/dnspodRecord:DnspodRecord';
    const line = { recordType: 'A', recordLine: '默认', value: '203.0.113.7' };
    const inputs = { domain: 'example.com', subDomain: 'chat', ...line };
    expect(await find(type, inputs)).toBeUndefined();
    const { RecordId } = await must('dnspod', 'CreateRecord', {
      Domain: 'example.com',
      SubDomain: 'chat',
      RecordType: 'A',
      RecordLine: '默认',
      Value: '203.0.113.7',
    });
    expect(await find(type, inputs)).toBe(`example.com#${String(RecordId)}`);
    expect(await find(type, { ...inputs, value: '203.0.113.8' })).toBeUndefined();
  });

  (hasRedis ? it : it.skip)('is a Redis that has no tags yet, but not one of others', async () => {
    const type = 'tencentcloud:index/redisInstance:RedisInstance';
    const { VpcId, SubnetId } = network;
    const { InstanceIds } = await must('redis', 'CreateInstances', {
      TypeId: 15,
      MemSize: 1024,
      GoodsNum: 1,
      Period: 1,
      BillingMode: 0,
      ZoneId: 100006,
      VpcId,
      SubnetId,
      InstanceName: NAME,
      Password: 'c0ffee'.repeat(4),
    });
    const [id = ''] = InstanceIds as string[];
    const inputs = { name: NAME, vpcId: VpcId, subnetId: SubnetId, tags: OURS };
    expect(await find(type, inputs)).toBe(id);
    expect(await find(type, { ...inputs, subnetId: 'subnet-other' })).toBeUndefined();
    expect(await find(type, inputs, id)).toBeUndefined();
    await must('tag', 'ModifyResourceTags', {
      Resource: `qcs::redis:ap-guangzhou:uin/${network.cloud.uin}:instance/${id}`,
      ReplaceTags: infosOf(OTHERS),
    });
    expect(await find(type, inputs)).toBeUndefined();
    expect(await find(type, { ...inputs, tags: OTHERS })).toBe(id);
    await must('redis', 'DestroyPostpaidInstance', { InstanceId: id });
    expect(await find(type, { ...inputs, tags: OTHERS })).toBeUndefined();
  });

  it.each([
    ['securityGroupRuleSet:SecurityGroupRuleSet', { securityGroupId: 'sg-1' }, 'sg-1'],
    ['cosBucketObject:CosBucketObject', { bucket: 'chat-1', key: 'a/b.mjs' }, 'chat-1a/b.mjs'],
    ['scfFunction:ScfFunction', { namespace: 'default', name: 'f' }, 'default+f'],
  ])('has an id that follows from its inputs: %s', async (type, inputs, id) => {
    expect(await find(`tencentcloud:index/${type}`, inputs)).toBe(id);
  });

  it.each(['RandomToken', 'MachineDrain', 'LoadBalancerTarget'])(
    'is made anew where it is a %s',
    async (name) => {
      const inputs = { instanceId: 'ins-1', account: network.cloud.uin };
      expect(await find(`pulumi-nodejs:dynamic/machine:${name}`, inputs)).toBeUndefined();
    },
  );
});
