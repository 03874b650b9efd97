import type { TagStore, TaggedResource } from '../tag/tag-store';
import { isoTime } from '../time-text';
import type { Api, GatewayService } from './service-store';

/** A service as the tag product knows it. */
export function taggedService({ serviceId }: GatewayService): TaggedResource {
  return { service: 'apigw', prefix: 'service', id: serviceId };
}

/** The address that clients connect to; the environment and the API's path follow. */
export function outerSubDomain({ dataPlane }: GatewayService): string {
  return `127.0.0.1:${dataPlane.port}`;
}

/** What both DescribeService and DescribeServicesStatus say about a service. */
export function serviceSummary(service: GatewayService, tags: TagStore) {
  return {
    ServiceId: service.serviceId,
    ServiceName: service.name,
    ServiceDesc: service.description,
    Protocol: service.protocol,
    NetTypes: service.netTypes,
    IpVersion: 'IPv4',
    OuterSubDomain: outerSubDomain(service),
    InnerHttpPort: 0,
    InnerHttpsPort: 0,
    AvailableEnvironments: [...service.environments],
    CreatedTime: isoTime(service.createdTime),
    ModifiedTime: isoTime(service.modifiedTime),
    ExclusiveSetName: '',
    Tags: [...tags.of(taggedService(service))].map(([Key, Value]) => ({ Key, Value })),
    InstanceId: '',
    SetType: '',
    DeploymentType: '',
  };
}

/** One API in a list of a service's APIs. */
export function apiSummary(service: GatewayService, { apiId, definition, ...times }: Api) {
  return {
    ServiceId: service.serviceId,
    ApiId: apiId,
    ApiName: definition.ApiName,
    ApiDesc: definition.ApiDesc,
    Path: definition.RequestConfig.Path,
    Method: definition.RequestConfig.Method,
    Protocol: 'WEBSOCKET',
    ApiType: definition.ApiType,
    AuthType: definition.AuthType,
    ApiBusinessType: definition.ApiBusinessType,
    AuthRelationApiId: '',
    OauthConfig: {},
    TokenLocation: '',
    UniqVpcId: '',
    IsDebugAfterCharge: false,
    Tags: [],
    CreatedTime: isoTime(times.createdTime),
    ModifiedTime: isoTime(times.modifiedTime),
  };
}

/** The whole of an API, with the push-back URL that no other answer has. */
export function apiInfo(service: GatewayService, api: Api) {
  return {
    ...api.definition,
    ServiceId: service.serviceId,
    ServiceName: service.name,
    ServiceDesc: service.description,
    ApiId: api.apiId,
    Protocol: 'WEBSOCKET',
    InternalDomain: `http://${outerSubDomain(service)}/${api.apiId}`,
    Environments: [...service.environments],
    AuthRelationApiId: '',
    OauthConfig: null,
    IsDebugAfterCharge: false,
    RequestParameters: [],
    ServiceParameters: [],
    ConstantParameters: [],
    ResponseErrorCodes: [],
    ResponseSuccessExample: '',
    ResponseFailExample: '',
    ServiceConfig: null,
    ServiceMockReturnMessage: '',
    MicroServices: [],
    Tags: [],
    IsBase64Encoded: false,
    CreatedTime: isoTime(api.createdTime),
    ModifiedTime: isoTime(api.modifiedTime),
  };
}
