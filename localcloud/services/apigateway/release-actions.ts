import { defineAction, type Action } from '../action';
import { pageOf } from '../paging';
import { isoTime } from '../time-text';
import * as schema from './schema';
import type { ServiceStore } from './service-store';

/** The actions of API Gateway about environments: what is released to them, and their limits. */
export function releaseActions(services: ServiceStore): Record<string, Action> {
  return {
    ReleaseService: defineAction(schema.ReleaseService, (input) => {
      const service = services.require(input.ServiceId);
      const release = services.addRelease(service, input.EnvironmentName, input.ReleaseDesc);
      service.dataPlane.release(
        input.EnvironmentName,
        [...service.apis.values()].map(({ apiId, definition }) => [apiId, definition] as const),
      );
      return {
        Result: { ReleaseDesc: release.description, ReleaseVersion: release.version },
      };
    }),
    UnReleaseService: defineAction(schema.UnReleaseService, (input) => {
      const service = services.require(input.ServiceId);
      service.environments.delete(input.EnvironmentName);
      service.dataPlane.unrelease(input.EnvironmentName);
      return { Result: true };
    }),
    DescribeServiceEnvironmentReleaseHistory: defineAction(
      schema.DescribeServiceEnvironmentReleaseHistory,
      (input) => {
        const all = services
          .require(input.ServiceId)
          .releases.filter(({ environment }) => environment === input.EnvironmentName);
        return {
          Result: {
            TotalCount: all.length,
            VersionList: pageOf(all, input).map(({ version, description, time }) => ({
              VersionName: version,
              VersionDesc: description,
              ReleaseTime: isoTime(time),
            })),
          },
        };
      },
    ),

    ModifyServiceEnvironmentStrategy: defineAction(
      schema.ModifyServiceEnvironmentStrategy,
      (input) => {
        const { strategies } = services.require(input.ServiceId);
        for (const name of input.EnvironmentNames) strategies.set(name, input.Strategy);
        return { Result: true };
      },
    ),
    DescribeServiceEnvironmentStrategy: defineAction(
      schema.DescribeServiceEnvironmentStrategy,
      (input) => {
        const { strategies } = services.require(input.ServiceId);
        const all = [...strategies].map(([EnvironmentName, Strategy]) => ({
          EnvironmentName,
          Strategy,
        }));
        return { Result: { TotalCount: all.length, EnvironmentList: pageOf(all, input) } };
      },
    ),
    ModifyApiEnvironmentStrategy: defineAction(schema.ModifyApiEnvironmentStrategy, (input) => {
      for (const apiId of input.ApiIds) {
        const { api } = services.requireApi(input.ServiceId, apiId);
        api.strategies.set(input.EnvironmentName, input.Strategy);
      }
      return { Result: true };
    }),
    DescribeApiEnvironmentStrategy: defineAction(schema.DescribeApiEnvironmentStrategy, (input) => {
      const { apis } = services.require(input.ServiceId);
      const all = [...apis.values()].filter(
        ({ apiId }) => input.ApiId === undefined || input.ApiId === apiId,
      );
      return {
        Result: {
          TotalCount: all.length,
          ApiEnvironmentStrategySet: pageOf(all, input).map(
            ({ apiId, definition, strategies }) => ({
              ApiId: apiId,
              ApiName: definition.ApiName,
              ...definition.RequestConfig,
              EnvironmentStrategySet: [...strategies].map(([EnvironmentName, Quota]) => ({
                EnvironmentName,
                Quota,
              })),
            }),
          ),
        },
      };
    }),
  };
}
