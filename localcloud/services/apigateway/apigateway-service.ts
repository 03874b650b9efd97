import type { GatewayEvent } from '../../../gateway/engine/ports';
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

export interface ApigatewayOptions {
  readonly gateway: GatewaySettings;
  readonly tags: TagStore;
  readonly backend: FunctionBackend;
  /** Whether to refuse whatever creates something, as Tencent does since 2024-07-01. */
  readonly retired: boolean;
  readonly observe: (apiId: string, environment: string, event: GatewayEvent) => void;
}

/** API Gateway, version 2018-08-08, with the ports of its services. */
export interface Apigateway {
  readonly service: ApiService;
  /** Ends all connections and closes all ports. */
  close(): Promise<void>;
}

export function createApigateway(options: ApigatewayOptions): Apigateway {
  const { gateway, tags, backend, retired, observe } = options;
  const { clock } = gateway;
  const services = new ServiceStore(clock);

  async function openDataPlane(serviceId: string): Promise<DataPlane> {
    try {
      return await DataPlane.open({
        serviceId,
        gatewayOptions: (apiId) => ({
          settings: gateway,
          backend,
          observe: (environment, event) => {
            observe(apiId, environment, event);
          },
        }),
      });
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
      version: '2018-08-08',
      regional: true,
      actions: {
        ...serviceActions({ services, tags, clock, openDataPlane, checkNotRetired }),
        ...apiActions({ services, clock, backend, checkNotRetired }),
        ...releaseActions(services),
      },
    },
    async close() {
      await Promise.all(services.list().map(({ dataPlane }) => dataPlane.close()));
    },
  };
}
