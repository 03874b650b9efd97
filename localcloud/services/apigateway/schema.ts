import * as v from 'valibot';
import { OffsetAndLimit } from '../paging';

/** Inputs of API Gateway, version 2018-08-08, as far as they concern WEBSOCKET APIs. */

const integer = v.pipe(v.number(), v.integer());
const ServiceId = v.string();
const ApiId = v.string();
export const EnvironmentName = v.picklist(['test', 'prepub', 'release']);
const ServiceProtocol = v.picklist(['http', 'https', 'http&https']);
const NetTypes = v.pipe(v.array(v.picklist(['INNER', 'OUTER'])), v.minLength(1));
const name = v.optional(v.string(), '');

/** One of the three functions of a WEBSOCKET API; an empty name means that it is not bound. */
const namespace = v.optional(v.string(), 'default');
const qualifier = v.optional(v.string(), '$LATEST');

/** What an API consists of. ModifyApi replaces it all: what is left out gets its default. */
const ApiFields = {
  ServiceType: v.string(),
  ServiceTimeout: v.optional(integer, 15),
  RequestConfig: v.strictObject({ Path: v.string(), Method: v.string() }),
  ApiName: name,
  ApiDesc: name,
  ApiType: v.optional(v.literal('NORMAL'), 'NORMAL'),
  AuthType: v.optional(v.literal('NONE'), 'NONE'),
  ApiBusinessType: v.optional(v.literal('NORMAL'), 'NORMAL'),
  EnableCORS: v.optional(v.boolean(), false),
  ResponseType: name,
  ServiceWebsocketRegisterFunctionName: name,
  ServiceWebsocketRegisterFunctionNamespace: namespace,
  ServiceWebsocketRegisterFunctionQualifier: qualifier,
  ServiceWebsocketTransportFunctionName: name,
  ServiceWebsocketTransportFunctionNamespace: namespace,
  ServiceWebsocketTransportFunctionQualifier: qualifier,
  ServiceWebsocketCleanupFunctionName: name,
  ServiceWebsocketCleanupFunctionNamespace: namespace,
  ServiceWebsocketCleanupFunctionQualifier: qualifier,
  // For HTTP APIs; the provider sends them for all, and they mean nothing here.
  ServiceScfFunctionName: name,
  ServiceScfFunctionNamespace: name,
  ServiceScfFunctionQualifier: name,
  ServiceScfFunctionType: name,
  ServiceScfIsIntegratedResponse: v.optional(v.boolean(), false),
};

export const CreateApi = v.strictObject({ ...ApiFields, ServiceId, Protocol: v.string() });
export const ApiDefinition = v.strictObject(ApiFields);
export type ApiDefinition = v.InferOutput<typeof ApiDefinition>;
export const ModifyApi = v.strictObject({
  ...ApiFields,
  ServiceId,
  ApiId,
  Protocol: v.optional(v.string()),
});
export const DescribeApi = v.strictObject({ ServiceId, ApiId });
export const DeleteApi = v.strictObject({ ServiceId, ApiId });

export const DescribeApisStatus = v.strictObject({ ServiceId, ...OffsetAndLimit });
export const DescribeServicesStatus = v.strictObject(OffsetAndLimit);

export const CreateService = v.strictObject({
  ServiceName: v.pipe(v.string(), v.minLength(1), v.maxLength(50)),
  Protocol: ServiceProtocol,
  ServiceDesc: name,
  NetTypes: v.optional(NetTypes, ['OUTER']),
  IpVersion: v.optional(v.literal('IPv4'), 'IPv4'),
  Tags: v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() })), []),
});
export const DescribeService = v.strictObject({ ServiceId });
export const ModifyService = v.strictObject({
  ServiceId,
  ServiceName: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(50))),
  ServiceDesc: v.optional(v.string()),
  Protocol: v.optional(ServiceProtocol),
  NetTypes: v.optional(NetTypes),
});
export const DeleteService = v.strictObject({ ServiceId });
export const DescribeServiceUsagePlan = v.strictObject({ ServiceId, ...OffsetAndLimit });
export const DescribeApiUsagePlan = v.strictObject({ ServiceId, ...OffsetAndLimit });

// Always all APIs of the service: ApiIds, which Tencent takes in both, is refused.
export const ReleaseService = v.strictObject({
  ServiceId,
  EnvironmentName,
  ReleaseDesc: v.pipe(v.string(), v.minLength(1)),
});
export const UnReleaseService = v.strictObject({ ServiceId, EnvironmentName });
export const DescribeServiceEnvironmentReleaseHistory = v.strictObject({
  ServiceId,
  EnvironmentName: v.optional(EnvironmentName, 'release'),
  ...OffsetAndLimit,
});

const Strategy = v.pipe(integer, v.minValue(-1));
export const ModifyServiceEnvironmentStrategy = v.strictObject({
  ServiceId,
  Strategy,
  EnvironmentNames: v.array(EnvironmentName),
});
export const DescribeServiceEnvironmentStrategy = v.strictObject({ ServiceId, ...OffsetAndLimit });
export const ModifyApiEnvironmentStrategy = v.strictObject({
  ServiceId,
  Strategy,
  EnvironmentName,
  ApiIds: v.array(ApiId),
});
export const DescribeApiEnvironmentStrategy = v.strictObject({
  ServiceId,
  ApiId: v.optional(ApiId),
  EnvironmentNames: v.optional(v.array(EnvironmentName)),
  ...OffsetAndLimit,
});

export type EnvironmentName = v.InferOutput<typeof EnvironmentName>;
