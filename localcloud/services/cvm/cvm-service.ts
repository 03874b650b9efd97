import { defineAction, type ApiService } from '../action';
import { filtered } from '../filters';
import { pageOf } from '../paging';
import { IMAGE, MACHINE_TYPES, zonesOf } from './catalogue';
import { instanceActions, startInstance, type InstanceActionsOptions } from './instance-actions';
import * as schema from './schema';
import type { CvmSnapshot } from './snapshot';

/** CVM, version 2017-03-12. */
export interface Cvm {
  readonly service: ApiService;
  snapshot(): CvmSnapshot;
  /** Starts the machines that ran when an earlier cloud ended. */
  restore(): Promise<void>;
}

/** CVM on the machines that there are; those that ran are started by `restore`. */
export function createCvm(options: InstanceActionsOptions): Cvm {
  const { instances, region } = options;
  return {
    service: {
      product: 'cvm',
      version: '2017-03-12',
      regional: true,
      actions: {
        ...instanceActions(options),
        DescribeImages: defineAction(schema.DescribeImages, (input) => {
          const found = filtered([IMAGE], input.Filters, (image) => ({
            'image-id': image.ImageId,
            'image-type': image.ImageType,
            platform: image.Platform,
          })).filter(({ ImageId }) => input.ImageIds?.includes(ImageId) ?? true);
          return { TotalCount: found.length, ImageSet: pageOf(found, input) };
        }),
        DescribeZoneInstanceConfigInfos: defineAction(
          schema.DescribeZoneInstanceConfigInfos,
          ({ Filters }) => ({
            InstanceTypeQuotaSet: filtered(offers(region), Filters, (offer) => ({
              zone: offer.Zone,
              'instance-type': offer.InstanceType,
              'instance-family': offer.InstanceFamily,
              'instance-charge-type': offer.InstanceChargeType,
            })),
          }),
        ),
      },
    },
    snapshot: () => instances.snapshot(),
    async restore() {
      for (const instance of instances.list()) {
        if (!instance.isStopped) await startInstance(options, instance);
      }
    },
  };
}

function offers(region: string) {
  return zonesOf(region).flatMap((Zone) =>
    Object.entries(MACHINE_TYPES).map(([InstanceType, { cpu, memory }]) => ({
      Zone,
      InstanceType,
      InstanceFamily: InstanceType.split('.')[0] ?? '',
      InstanceChargeType: 'POSTPAID_BY_HOUR',
      TypeName: InstanceType,
      NetworkCard: 0,
      Cpu: cpu,
      Memory: memory,
      Gpu: 0,
      Fpga: 0,
      StorageBlockAmount: 0,
      InstanceBandwidth: 1.5,
      InstancePps: 25,
      CpuType: '',
      GpuCount: 0,
      Frequency: '',
      LocalDiskTypeList: [],
      Status: 'SELL',
      StatusCategory: 'EnoughStock',
      SoldOutReason: '',
      Remark: '',
      Externals: null,
      Price: null,
    })),
  );
}
