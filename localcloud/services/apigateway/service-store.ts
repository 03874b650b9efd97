import type { Clock } from '../../../gateway/engine/clock';
import { randomText } from '../random-text';
import { ApigatewayError } from './apigateway-error';
import type { DataPlane } from './data-plane';
import type { ApiDefinition, EnvironmentName } from './schema';
import type { ServiceSnapshot } from './snapshot';

/** Times in milliseconds throughout. */
export interface Api {
  readonly apiId: string;
  readonly createdTime: number;
  modifiedTime: number;
  definition: ApiDefinition;
  /** Calls a second, by environment, where ModifyApiEnvironmentStrategy set them. Not enforced. */
  readonly strategies: Map<EnvironmentName, number>;
}

export interface Release {
  readonly environment: EnvironmentName;
  readonly version: string;
  readonly description: string;
  readonly time: number;
}

export interface GatewayService {
  readonly serviceId: string;
  name: string;
  description: string;
  protocol: string;
  netTypes: readonly string[];
  readonly createdTime: number;
  modifiedTime: number;
  readonly apis: Map<string, Api>;
  readonly environments: Set<EnvironmentName>;
  /** Every release there was, the newest first. */
  readonly releases: Release[];
  readonly strategies: Map<EnvironmentName, number>;
  readonly dataPlane: DataPlane;
}

/** 628/34009: the default quotas. */
const SERVICES_MAX = 50;
const APIS_MAX = 100;

/** The services of the account. */
export class ServiceStore {
  private readonly services = new Map<string, GatewayService>();

  constructor(private readonly clock: Clock) {}

  list(): GatewayService[] {
    return [...this.services.values()];
  }

  /** A place for one more service and an id for it. */
  reserveId(): string {
    if (this.services.size >= SERVICES_MAX) {
      const message = 'An account has at most 50 services.';
      throw new ApigatewayError('LimitExceeded.ServiceCountLimitExceeded', message);
    }
    return `service-${randomText()}`;
  }

  add(
    given: Pick<
      GatewayService,
      'serviceId' | 'name' | 'description' | 'protocol' | 'netTypes' | 'dataPlane'
    >,
  ): GatewayService {
    const now = this.clock.now();
    const service: GatewayService = {
      ...given,
      createdTime: now,
      modifiedTime: now,
      apis: new Map(),
      environments: new Set(),
      releases: [],
      strategies: new Map(),
    };
    this.services.set(service.serviceId, service);
    return service;
  }

  /** Takes over what an earlier cloud has left, with a port that has been opened for it. */
  restore(kept: ServiceSnapshot, dataPlane: DataPlane): void {
    const { port: _port, environments, strategies, apis, ...service } = kept;
    this.services.set(service.serviceId, {
      ...service,
      dataPlane,
      environments: new Set(environments),
      strategies: new Map(strategies),
      apis: new Map(
        apis.map(({ released: _released, ...api }) => [
          api.apiId,
          { ...api, strategies: new Map(api.strategies) },
        ]),
      ),
    });
    for (const { apiId, released } of apis) {
      dataPlane.addApi(apiId);
      for (const [environment, definition] of released) {
        dataPlane.release(environment, [[apiId, definition]]);
      }
    }
  }

  require(serviceId: string): GatewayService {
    const service = this.services.get(serviceId);
    if (service) return service;
    const message = `The service ${serviceId} does not exist.`;
    throw new ApigatewayError('ResourceNotFound.InvalidService', message);
  }

  requireApi(serviceId: string, apiId: string): { service: GatewayService; api: Api } {
    const service = this.require(serviceId);
    const api = service.apis.get(apiId);
    if (api) return { service, api };
    throw new ApigatewayError('ResourceNotFound.InvalidApi', `The API ${apiId} does not exist.`);
  }

  remove(service: GatewayService): void {
    if (service.apis.size > 0 || service.environments.size > 0) {
      throw new ApigatewayError(
        'UnsupportedOperation.UnsupportedDeleteService',
        'The service still has APIs or released environments.',
      );
    }
    this.services.delete(service.serviceId);
  }

  addApi(service: GatewayService, definition: ApiDefinition): Api {
    if (service.apis.size >= APIS_MAX) {
      const message = 'A service has at most 100 APIs.';
      throw new ApigatewayError('LimitExceeded.ApiCountLimitExceeded', message);
    }
    const now = this.clock.now();
    const api: Api = {
      apiId: `api-${randomText()}`,
      createdTime: now,
      modifiedTime: now,
      definition,
      strategies: new Map(),
    };
    service.apis.set(api.apiId, api);
    return api;
  }

  /** Notes that the environment now serves what the APIs are at this moment. */
  addRelease(service: GatewayService, environment: EnvironmentName, description: string): Release {
    const time = this.clock.now();
    const digits = new Date(time).toISOString().replace(/\D/g, '').slice(0, 14);
    const count = String(service.releases.length + 1).padStart(3, '0');
    const release = { environment, version: `${digits}${count}`, description, time };
    service.releases.unshift(release);
    service.environments.add(environment);
    return release;
  }
}
