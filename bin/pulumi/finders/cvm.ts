import { listAll, ownIn, tagsIn, type Finders, type Search } from './search';

export const CVM: Finders = { 'tencentcloud:index/instance:Instance': findInstance };

/** Machines that never were, and those that are being taken away. */
const NO_LONGER_THERE = ['LAUNCH_FAILED', 'SHUTDOWN', 'TERMINATING'];

/** What is read of DescribeInstances. */
interface Instance {
  readonly InstanceId: string;
  readonly InstanceName: string;
  readonly InstanceState: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | null;
}

async function findInstance(search: Search): Promise<string | undefined> {
  const { instanceName, vpcId } = search.inputs;
  const cvm = await search.connect('cvm');
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'instance-name', Values: [instanceName] },
  ];
  const instances = await listAll(async (page) => {
    const { InstanceSet } = await cvm('DescribeInstances', { Filters, ...page });
    return InstanceSet as readonly Instance[];
  });
  return ownIn(
    search,
    instanceName,
    instances
      .filter(({ InstanceState }) => !NO_LONGER_THERE.includes(InstanceState))
      .map((instance) => ({
        id: instance.InstanceId,
        name: instance.InstanceName,
        tags: tagsIn(instance.Tags),
      })),
  );
}
