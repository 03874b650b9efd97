import type { GatewayEvent } from '../../../gateway/engine/ports';
import type { ConnectionId } from '../../../protocol/connection-id';
import { ErrNo } from '../../../protocol/err-no';
import type { CloudFaults } from '../../faults';
import type { TrafficObserver } from '../../traffic';
import type { ApiService } from '../action';
import type { TagStore } from '../tag/tag-store';
import { apiActions } from './api-actions';
import type { GatewaySettings } from './api-gateway';
import { ApigatewayError } from './apigateway-error';
import type { FunctionBackend } from './bound-functions';
import { DataPlane } from './data-plane';
import { releaseActions } from './release-actions';
import { serviceActions } from './service-actions';
import { ServiceStore } from './service-store';
import { snapshotOf, type ApigatewaySnapshot } from './snapshot';

export interface ApigatewayOptions {
  readonly gateway: GatewaySettings;
  readonly faults?: CloudFaults;
  readonly tags: TagStore;
  readonly backend: FunctionBackend;
  /** Whether to refuse whatever creates something, as Tencent does since 2024-07-01. */
  readonly retired: boolean;
  readonly observe: (apiId: string, environment: string, event: GatewayEvent) => void;
  /** Hears of every push-back in full. */
  readonly traffic?: TrafficObserver | undefined;
  /** Of a service, where it is free, so that clients of an earlier cloud find the next one; 0 for any. */
  readonly usualPort?: number | undefined;
}

/** API Gateway, version 2018-08-08, with the ports of its services. */
export interface Apigateway {
  readonly service: ApiService;
  /** Closes a connection of an API as a push-back does; false when that did not succeed. */
  closeConnection(apiId: string, id: ConnectionId): Promise<boolean>;
  snapshot(): ApigatewaySnapshot;
  /**
   * Takes over what an earlier cloud has left, on the ports it had. Rejects with the system's own
   * error when one of them is taken.
   */
  restore(services: ApigatewaySnapshot): Promise<void>;
  /** Ends all connections and closes all ports. */
  close(): Promise<void>;
}

/** API Gateway without services, until those of an earlier cloud are restored. */
export function createApigateway(options: ApigatewayOptions): Apigateway {
  const { gateway, faults = {}, tags, backend, retired, observe, traffic, usualPort } = options;
  const { clock } = gateway;
  const services = new ServiceStore(clock);

  function openPort(serviceId: string, port: number): Promise<DataPlane> {
    return DataPlane.open({
      serviceId,
      port,
      gatewayOptions: (apiId) => ({
        settings: gateway,
        faults,
        backend,
        observe: (environment, event) => {
          observe(apiId, environment, event);
        },
        onPushBack: traffic && ((seen) => traffic.pushBack({ apiId, ...seen })),
      }),
    });
  }

  async function openUsualPort(serviceId: string): Promise<DataPlane | undefined> {
    if (usualPort === undefined) return undefined;
    return openPort(serviceId, usualPort).catch(() => undefined);
  }

  async function openDataPlane(serviceId: string): Promise<DataPlane> {
    try {
      return (await openUsualPort(serviceId)) ?? (await openPort(serviceId, 0));
    } catch (cause) {
      const message = 'No port could be opened for the service.';
      throw new ApigatewayError('InternalError.ApigwException', message, { cause });
    }
  }

  /** No code for it is documented: code and text are ours, the refusal is Tencent's (628/106651). */
  function checkNotRetired(): void {
    if (!retired) return;
    throw new ApigatewayError(
      'UnsupportedOperation',
      'API Gateway takes no new services and APIs since 2024-07-01.',
    );
  }

  return {
    service: {
      product: 'apigateway',
      nameInPolicies: 'apigw',
      version: '2018-08-08',
      regional: true,
      actions: {
        ...serviceActions({ services, tags, clock, openDataPlane, checkNotRetired }),
        ...apiActions({ services, clock, backend, checkNotRetired }),
        ...releaseActions(services),
      },
    },
    async closeConnection(apiId, id) {
      const closing = { websocket: { action: 'closing', secConnectionID: id } };
      for (const { dataPlane } of services.list()) {
        const answer = await dataPlane.gatewayOf(apiId)?.pushBack(closing);
        if (answer) return answer.status === 200 && answer.body.errNo === ErrNo.ok;
      }
      return false;
    },
    snapshot: () => services.list().map(snapshotOf),
    async restore(kept) {
      for (const service of kept) {
        services.restore(service, await openPort(service.serviceId, service.port));
      }
    },
    async close() {
      await Promise.all(services.list().map(({ dataPlane }) => dataPlane.close()));
    },
  };
}
