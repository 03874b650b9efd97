import * as v from 'valibot';
import { defineAction, type ApiService } from '../action';
import type { InstanceStore } from '../cvm/instance-store';
import { OffsetAndLimit, pageOf } from '../paging';

const DescribeDisks = v.strictObject({
  DiskIds: v.optional(v.array(v.string())),
  ...OffsetAndLimit,
});

/** CBS, version 2017-03-12: the system disks of the machines, which come and go with them. */
export function createCbs(instances: InstanceStore): ApiService {
  return {
    product: 'cbs',
    version: '2017-03-12',
    regional: true,
    actions: {
      DescribeDisks: defineAction(DescribeDisks, (input) => {
        const found = instances
          .list()
          .filter(({ disk }) => input.DiskIds?.includes(disk.diskId) ?? true);
        return {
          TotalCount: found.length,
          DiskSet: pageOf(found, input).map(({ disk, instanceId, zone }) => ({
            DiskId: disk.diskId,
            DiskName: '',
            DiskUsage: 'SYSTEM_DISK',
            DiskType: disk.type,
            DiskSize: disk.size,
            DiskState: 'ATTACHED',
            Attached: true,
            InstanceId: instanceId,
            DeleteWithInstance: true,
            Encrypt: false,
            Placement: { Zone: zone, ProjectId: 0 },
            Tags: [],
          })),
        };
      }),
    },
  };
}
