import * as v from 'valibot';
import { ApiDefinition, EnvironmentName } from './schema';
import type { GatewayService } from './service-store';

const Strategies = v.array(v.tuple([EnvironmentName, v.number()]));

const ServiceSnapshot = v.strictObject({
  serviceId: v.string(),
  name: v.string(),
  description: v.string(),
  protocol: v.string(),
  netTypes: v.array(v.string()),
  createdTime: v.number(),
  modifiedTime: v.number(),
  /** Where its clients connect; it is part of their URL. */
  port: v.number(),
  environments: v.array(EnvironmentName),
  releases: v.array(
    v.strictObject({
      environment: EnvironmentName,
      version: v.string(),
      description: v.string(),
      time: v.number(),
    }),
  ),
  strategies: Strategies,
  apis: v.array(
    v.strictObject({
      apiId: v.string(),
      createdTime: v.number(),
      modifiedTime: v.number(),
      definition: ApiDefinition,
      /** What it was when it was last released, by environment. */
      released: v.array(v.tuple([v.string(), ApiDefinition])),
      strategies: Strategies,
    }),
  ),
});

/** What API Gateway keeps over a restart. Times in milliseconds. */
export const ApigatewaySnapshot = v.array(ServiceSnapshot);
export type ServiceSnapshot = v.InferOutput<typeof ServiceSnapshot>;
export type ApigatewaySnapshot = v.InferOutput<typeof ApigatewaySnapshot>;

/** A service as it is at this moment. */
export function snapshotOf(service: GatewayService): ServiceSnapshot {
  const { dataPlane, netTypes, environments, strategies, apis, ...rest } = service;
  return {
    ...rest,
    port: dataPlane.port,
    netTypes: [...netTypes],
    environments: [...environments],
    strategies: [...strategies],
    releases: [...service.releases],
    apis: [...apis.values()].map((api) => ({
      ...api,
      released: dataPlane.released(api.apiId).map(([name, definition]) => [name, definition]),
      strategies: [...api.strategies],
    })),
  };
}
