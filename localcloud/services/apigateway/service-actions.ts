import type { Clock } from '../../../gateway/engine/clock';
import { defineAction, type Action } from '../action';
import { pageOf } from '../paging';
import type { TagStore } from '../tag/tag-store';
import { isoTime } from '../time-text';
import type { DataPlane } from './data-plane';
import { apiSummary, outerSubDomain, serviceSummary, taggedService } from './describe';
import * as schema from './schema';
import type { ServiceStore } from './service-store';

export interface ServiceActionsOptions {
  readonly services: ServiceStore;
  readonly tags: TagStore;
  readonly clock: Clock;
  /** Opens a port for a service. */
  readonly openDataPlane: (serviceId: string) => Promise<DataPlane>;
  /** Throws where Tencent would no longer let anything be created. */
  readonly checkNotRetired: () => void;
}

/** The actions of API Gateway about services. */
export function serviceActions({
  services,
  tags,
  clock,
  openDataPlane,
  checkNotRetired,
}: ServiceActionsOptions): Record<string, Action> {
  return {
    CreateService: defineAction(schema.CreateService, async (input) => {
      checkNotRetired();
      const serviceId = services.reserveId();
      const service = services.add({
        serviceId,
        name: input.ServiceName,
        description: input.ServiceDesc,
        protocol: input.Protocol,
        netTypes: input.NetTypes,
        dataPlane: await openDataPlane(serviceId),
      });
      for (const { Key, Value } of input.Tags) tags.set(taggedService(service), Key, Value);
      return {
        ServiceId: serviceId,
        ServiceName: service.name,
        ServiceDesc: service.description,
        OuterSubDomain: outerSubDomain(service),
        // Named otherwise than in DescribeService; the recorded answer has the latter's name.
        InnerSubDomain: '',
        InternalSubDomain: '',
        CreatedTime: isoTime(service.createdTime),
        NetTypes: service.netTypes,
        IpVersion: input.IpVersion,
      };
    }),
    DescribeService: defineAction(schema.DescribeService, ({ ServiceId }) => {
      const service = services.require(ServiceId);
      const apis = [...service.apis.values()];
      return {
        ...serviceSummary(service, tags),
        InternalSubDomain: '',
        ApiTotalCount: apis.length,
        ApiIdStatusSet: apis.map((api) => apiSummary(service, api)),
        UsagePlanTotalCount: 0,
        UsagePlanList: [],
        UserType: 'TC',
      };
    }),
    DescribeServicesStatus: defineAction(schema.DescribeServicesStatus, (input) => {
      const all = services.list();
      return {
        Result: {
          TotalCount: all.length,
          ServiceSet: pageOf(all, input).map((service) => ({
            ...serviceSummary(service, tags),
            InnerSubDomain: '',
            TradeIsolateStatus: 0,
          })),
        },
      };
    }),
    ModifyService: defineAction(schema.ModifyService, (input) => {
      const service = services.require(input.ServiceId);
      service.name = input.ServiceName ?? service.name;
      service.description = input.ServiceDesc ?? service.description;
      service.protocol = input.Protocol ?? service.protocol;
      service.netTypes = input.NetTypes ?? service.netTypes;
      service.modifiedTime = clock.now();
      return {};
    }),
    DeleteService: defineAction(schema.DeleteService, async ({ ServiceId }) => {
      const service = services.require(ServiceId);
      services.remove(service);
      tags.clear(taggedService(service));
      await service.dataPlane.close();
      return { Result: true };
    }),

    DescribeServiceUsagePlan: defineAction(schema.DescribeServiceUsagePlan, ({ ServiceId }) => {
      services.require(ServiceId);
      return { Result: { TotalCount: 0, ServiceUsagePlanList: [] } };
    }),
    DescribeApiUsagePlan: defineAction(schema.DescribeApiUsagePlan, ({ ServiceId }) => {
      services.require(ServiceId);
      return { Result: { TotalCount: 0, ApiUsagePlanList: [] } };
    }),
  };
}
