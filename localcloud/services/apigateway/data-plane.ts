import type { UpgradeTarget } from '../../../gateway/server/upgrade-request';
import { startListener, type Listener } from '../../../gateway/server/listener';
import { ApiGateway, type ApiGatewayOptions } from './api-gateway';
import type { ApiDefinition } from './schema';

const UPGRADE_PATH = /^\/([^/]+)(\/.*)?$/;
const PUSH_BACK_PATH = /^\/([^/]+)$/;

export interface DataPlaneOptions {
  readonly serviceId: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly gatewayOptions: (apiId: string) => ApiGatewayOptions;
}

/** Where the clients of one service connect: a port of its own with the gateways of its APIs. */
export class DataPlane {
  private constructor(
    private readonly options: DataPlaneOptions,
    private readonly gateways: Map<string, ApiGateway>,
    private readonly listener: Listener,
  ) {}

  /** Rejects with the system's own error when no port can be had. */
  static async open(options: DataPlaneOptions): Promise<DataPlane> {
    const gateways = new Map<string, ApiGateway>();
    const listener = await startListener({
      port: options.port,
      route: {
        upgrade: (path) => upgradeTarget(options.serviceId, gateways, path),
        pushBack: (path) => gateways.get(PUSH_BACK_PATH.exec(path)?.[1] ?? ''),
      },
    });
    return new DataPlane(options, gateways, listener);
  }

  get port(): number {
    return this.listener.port;
  }

  gatewayOf(apiId: string): ApiGateway | undefined {
    return this.gateways.get(apiId);
  }

  addApi(apiId: string): void {
    this.gateways.set(apiId, new ApiGateway(this.options.gatewayOptions(apiId)));
  }

  /** Ends the API's connections, too. */
  async removeApi(apiId: string): Promise<void> {
    const gateway = this.gateways.get(apiId);
    this.gateways.delete(apiId);
    await gateway?.close();
  }

  release(environment: string, apis: Iterable<readonly [apiId: string, ApiDefinition]>): void {
    for (const [apiId, definition] of apis) {
      this.gateways.get(apiId)?.release(environment, definition);
    }
  }

  /** What clients of an API are served now, by environment. */
  released(apiId: string): (readonly [environment: string, ApiDefinition])[] {
    return this.gateways.get(apiId)?.releasedDefinitions() ?? [];
  }

  unrelease(environment: string): void {
    for (const gateway of this.gateways.values()) gateway.unrelease(environment);
  }

  async close(): Promise<void> {
    await Promise.all([...this.gateways.values()].map((gateway) => gateway.close()));
    await this.listener.close();
  }
}

/** `/release/chat` leads to the API of path `/chat`; `/release` and `/release/` to that of `/`. */
function upgradeTarget(
  serviceId: string,
  gateways: ReadonlyMap<string, ApiGateway>,
  requestPath: string,
): UpgradeTarget | undefined {
  const [, stage = '', path = '/'] = UPGRADE_PATH.exec(requestPath) ?? [];
  const gateway = [...gateways.values()].find((candidate) => candidate.serves(stage, path));
  return gateway && { gateway, serviceId, stage, path };
}
