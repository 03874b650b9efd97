import type { CallProduct } from '../../../infra/tencent-api/client';
import { byInputs, listAll, ownIn, tagsIn, type Find, type Finders, type Search } from './search';

/** Networks, security groups and public addresses. */
export const VPC: Finders = {
  'tencentcloud:index/vpc:Vpc': byName('Vpc', listVpcs, ({ name }) => ({ 'vpc-name': name })),
  'tencentcloud:index/subnet:Subnet': byName('Subnet', listSubnets, ({ name, vpcId }) => ({
    'vpc-id': vpcId,
    'subnet-name': name,
  })),
  'tencentcloud:index/securityGroup:SecurityGroup': byName(
    'SecurityGroup',
    listSecurityGroups,
    ({ name }) => ({ 'security-group-name': name }),
  ),
  'tencentcloud:index/securityGroupRuleSet:SecurityGroupRuleSet': byInputs(
    ({ securityGroupId }) => securityGroupId,
  ),
  'tencentcloud:index/eip:Eip': byName('Address', listAddresses, ({ name }) => ({
    'address-name': name,
  })),
  'tencentcloud:index/eipAssociation:EipAssociation': findAssociation,
};

/** One thing of a list, whose fields begin with its kind: `VpcId`, `VpcName`. */
type Item = Readonly<Record<string, unknown>> & {
  readonly TagSet?: readonly { readonly Key: string; readonly Value: string }[] | null;
};

/** Filters of a list by their names; each has one value. */
type Filters = Readonly<Record<string, unknown>>;

type List = (vpc: CallProduct, filters: Filters) => Promise<readonly Item[]>;

function byName(kind: string, list: List, filters: (inputs: Search['inputs']) => Filters): Find {
  return async (search) => {
    const items = await list(await search.connect('vpc'), filters(search.inputs));
    return ownIn(
      search,
      search.inputs['name'],
      items.map((item) => ({
        id: String(item[`${kind}Id`]),
        name: String(item[`${kind}Name`]),
        tags: tagsIn(item.TagSet),
      })),
    );
  };
}

/** Looked for although its id is clear: a refresh believes any association of an address. */
async function findAssociation({ inputs, connect }: Search): Promise<string | undefined> {
  const { eipId, instanceId } = inputs;
  const [address] = await listAddresses(await connect('vpc'), { 'address-id': eipId });
  return address?.['InstanceId'] === instanceId
    ? `${String(eipId)}::${String(instanceId)}`
    : undefined;
}

function listVpcs(vpc: CallProduct, filters: Filters): Promise<readonly Item[]> {
  return listByTextPages(vpc, 'DescribeVpcs', filters, 'VpcSet');
}

function listSubnets(vpc: CallProduct, filters: Filters): Promise<readonly Item[]> {
  return listByTextPages(vpc, 'DescribeSubnets', filters, 'SubnetSet');
}

function listSecurityGroups(vpc: CallProduct, filters: Filters): Promise<readonly Item[]> {
  return listByTextPages(vpc, 'DescribeSecurityGroups', filters, 'SecurityGroupSet');
}

function listAddresses(vpc: CallProduct, filters: Filters): Promise<readonly Item[]> {
  return listAll(async (page) => {
    const { AddressSet } = await vpc('DescribeAddresses', { ...filtersOf(filters), ...page });
    return AddressSet as readonly Item[];
  });
}

/** A list that takes the two numbers of a page as text. */
function listByTextPages(
  vpc: CallProduct,
  action: string,
  filters: Filters,
  set: string,
): Promise<readonly Item[]> {
  return listAll(async ({ Offset, Limit }) => {
    const page = { Offset: String(Offset), Limit: String(Limit) };
    return (await vpc(action, { ...filtersOf(filters), ...page }))[set] as readonly Item[];
  });
}

function filtersOf(filters: Filters) {
  return {
    Filters: Object.entries(filters).map(([Name, value]) => ({ Name, Values: [String(value)] })),
  };
}
