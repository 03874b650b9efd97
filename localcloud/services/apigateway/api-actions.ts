import type { Clock } from '../../../gateway/engine/clock';
import { defineAction, type Action } from '../action';
import { pageOf } from '../paging';
import { isoTime } from '../time-text';
import { ApigatewayError } from './apigateway-error';
import { checkBinding, type FunctionBackend } from './bound-functions';
import { apiInfo, apiSummary } from './describe';
import * as schema from './schema';
import type { GatewayService, ServiceStore } from './service-store';

export interface ApiActionsOptions {
  readonly services: ServiceStore;
  readonly clock: Clock;
  readonly backend: FunctionBackend;
  /** Throws where Tencent would no longer let anything be created. */
  readonly checkNotRetired: () => void;
}

/** Seconds; the console takes up to 1800. */
const SERVICE_TIMEOUT_MAX = 1800;

/** The actions of API Gateway about APIs. Only WEBSOCKET in front of SCF is known here. */
export function apiActions({
  services,
  clock,
  backend,
  checkNotRetired,
}: ApiActionsOptions): Record<string, Action> {
  return {
    CreateApi: defineAction(schema.CreateApi, ({ ServiceId, Protocol, ...definition }) => {
      checkNotRetired();
      const service = services.require(ServiceId);
      if (Protocol !== 'WEBSOCKET') {
        const message = 'The local cloud knows APIs of the protocol WEBSOCKET only.';
        throw new ApigatewayError('UnsupportedOperation', message);
      }
      checkDefinition(service, definition);
      checkBinding(definition, backend);
      const api = services.addApi(service, definition);
      service.dataPlane.addApi(api.apiId);
      return {
        Result: {
          ApiId: api.apiId,
          ...definition.RequestConfig,
          CreatedTime: isoTime(api.createdTime),
        },
      };
    }),
    DescribeApi: defineAction(schema.DescribeApi, ({ ServiceId, ApiId }) => {
      const { service, api } = services.requireApi(ServiceId, ApiId);
      return { Result: apiInfo(service, api) };
    }),
    DescribeApisStatus: defineAction(schema.DescribeApisStatus, (input) => {
      const service = services.require(input.ServiceId);
      const all = [...service.apis.values()];
      return {
        Result: {
          TotalCount: all.length,
          ApiIdStatusSet: pageOf(all, input).map((api) => apiSummary(service, api)),
        },
      };
    }),
    ModifyApi: defineAction(schema.ModifyApi, ({ ServiceId, ApiId, Protocol, ...definition }) => {
      const { service, api } = services.requireApi(ServiceId, ApiId);
      if (Protocol !== undefined && Protocol !== 'WEBSOCKET') {
        const message = 'The protocol of an API cannot be changed.';
        throw new ApigatewayError('UnsupportedOperation.ModifyProtocol', message);
      }
      checkDefinition(service, definition, ApiId);
      checkBinding(definition, backend);
      api.definition = definition;
      api.modifiedTime = clock.now();
      return {};
    }),
    DeleteApi: defineAction(schema.DeleteApi, async ({ ServiceId, ApiId }) => {
      const { service } = services.requireApi(ServiceId, ApiId);
      service.apis.delete(ApiId);
      await service.dataPlane.removeApi(ApiId);
      return { Result: true };
    }),
  };
}

/** `apiId` is that of the API itself when it exists already. */
function checkDefinition(
  service: GatewayService,
  definition: schema.ApiDefinition,
  apiId?: string,
): void {
  const { ServiceType, ServiceTimeout, RequestConfig } = definition;
  if (ServiceType !== 'SCF') {
    const message = 'The local cloud knows the back end SCF only.';
    throw new ApigatewayError('InvalidParameterValue.InvalidServiceType', message);
  }
  if (RequestConfig.Method !== 'GET') {
    const message = 'The method of a WEBSOCKET API is GET.';
    throw new ApigatewayError('InvalidParameterValue.InvalidWSMethod', message);
  }
  if (ServiceTimeout < 1 || ServiceTimeout > SERVICE_TIMEOUT_MAX) {
    const message = `ServiceTimeout must be 1 to ${SERVICE_TIMEOUT_MAX} seconds.`;
    throw new ApigatewayError('InvalidParameterValue.RangeExceeded', message);
  }
  const isTaken = [...service.apis.values()].some(
    (other) => other.apiId !== apiId && other.definition.RequestConfig.Path === RequestConfig.Path,
  );
  if (!RequestConfig.Path.startsWith('/') || isTaken) {
    throw new ApigatewayError(
      'InvalidParameterValue.InvalidApiRequestConfig',
      isTaken ? 'The service has an API of this path.' : 'A path begins with /.',
    );
  }
}
