import type { Timer } from '../../../gateway/engine/clock';
import { elapse } from '../../../gateway/engine/clock';
import { createGateway } from '../../../gateway/engine/create-gateway';
import type { Handshake } from '../../../gateway/engine/events';
import type {
  Gateway,
  GatewayNode,
  GatewayOptions,
  HandshakeAnswer,
  SocketHandlers,
} from '../../../gateway/engine/gateway';
import { DEFAULT_LIMITS, type Limits } from '../../../gateway/engine/limits';
import type { ClientSocket, GatewayEvent } from '../../../gateway/engine/ports';
import { unknownConnection, type PushBackAnswer } from '../../../gateway/engine/push-back';
import { DEFAULT_SWITCHES } from '../../../gateway/engine/switches';
import type { ConnectionId } from '../../../protocol/connection-id';
import type { CloudFaults, PushBackFault } from '../../faults';
import type { PushBackSeen } from '../../traffic';
import { ErrNo } from '../../../protocol/err-no';
import { callBound, type FunctionBackend } from './bound-functions';
import { dropLater, failPushBack, stopReadingLater } from './faulty-connections';
import { withFaults } from './faulty-functions';
import type { ApiDefinition } from './schema';

/** What all gateways of a local cloud have in common. */
export type GatewaySettings = Pick<GatewayOptions, 'clock' | 'switches' | 'limits' | 'faults'>;

export interface ApiGatewayOptions {
  readonly settings: GatewaySettings;
  readonly faults: CloudFaults;
  readonly backend: FunctionBackend;
  readonly observe: (environment: string, event: GatewayEvent) => void;
  /** Hears of every push-back in full. */
  readonly onPushBack?: ((seen: Omit<PushBackSeen, 'apiId'>) => void) | undefined;
}

/** The API as it was when it was last released to an environment. */
interface Environment {
  released: ApiDefinition;
  isOpen: boolean;
  readonly gateway: GatewayNode;
}

/**
 * The gateway of one API: a gateway for each environment, since each has its own functions and
 * time-out, behind the one push-back URL of the API.
 */
export class ApiGateway implements Gateway {
  readonly limits: Limits;
  private readonly environments = new Map<string, Environment>();
  /** Ids between `connect` and `open`, with the gateway that gave them out. */
  private readonly accepted = new Map<ConnectionId, Gateway>();
  /** Of a restart that is a fault made on purpose. */
  private restart: Timer | undefined;

  constructor(private readonly options: ApiGatewayOptions) {
    this.limits = { ...DEFAULT_LIMITS, ...options.settings.limits };
  }

  /** New connections, and calls for those that are open, go by the new definition. */
  release(name: string, definition: ApiDefinition): void {
    const known = this.environments.get(name);
    if (known) {
      Object.assign(known, { released: definition, isOpen: true });
      return;
    }
    const { settings, faults, backend, observe } = this.options;
    const environment: Environment = {
      released: definition,
      isOpen: true,
      gateway: createGateway({
        ...settings,
        faults: { pushBackStatus: () => statusOf(faults.pushBack), ...settings.faults },
        functions: withFaults(
          { invoke: (role, event) => callBound(environment.released, backend, role, event) },
          faults,
        ),
        idleTimeoutMs: () => faults.idleTimeoutMs ?? environment.released.ServiceTimeout * 1000,
        observe: (event) => {
          observe(name, event);
        },
      }),
    };
    this.environments.set(name, environment);
  }

  /** No new connections; those that are open stay. */
  unrelease(name: string): void {
    const environment = this.environments.get(name);
    if (environment) environment.isOpen = false;
  }

  /** What clients are served now, by environment. */
  releasedDefinitions(): (readonly [environment: string, ApiDefinition])[] {
    return [...this.environments]
      .filter(([, { isOpen }]) => isOpen)
      .map(([name, { released }]) => [name, released]);
  }

  /** Whether clients of this environment and path are for this API. */
  serves(name: string, path: string): boolean {
    const environment = this.environments.get(name);
    return environment?.isOpen === true && environment.released.RequestConfig.Path === path;
  }

  get connectionCount(): number {
    return this.gateways().reduce((sum, { connectionCount }) => sum + connectionCount, 0);
  }

  async connect(handshake: Handshake): Promise<HandshakeAnswer> {
    const gateway = this.environments.get(handshake.stage)?.gateway;
    if (!gateway) return { accepted: false, status: 404, reason: 'the API is not released' };
    const answer = await gateway.connect(handshake);
    if (!answer.accepted) return answer;
    this.accepted.set(answer.id, gateway);
    const { faults, settings } = this.options;
    if (faults.openDelayMs !== undefined) await elapse(settings.clock, faults.openDelayMs);
    return answer;
  }

  open(id: ConnectionId, socket: ClientSocket): SocketHandlers {
    const gateway = this.accepted.get(id);
    if (!gateway) throw new Error('open needs an id that connect has just accepted');
    this.accepted.delete(id);
    const { faults, settings } = this.options;
    const { dropAfterMs, slowReaderAfterMs, restartAfterMs } = faults;
    if (dropAfterMs !== undefined) dropLater(socket, dropAfterMs, settings.clock);
    if (restartAfterMs !== undefined) this.restartLater(restartAfterMs);
    return gateway.open(
      id,
      slowReaderAfterMs === undefined
        ? socket
        : stopReadingLater(socket, slowReaderAfterMs, settings.clock),
    );
  }

  abandon(id: ConnectionId): void {
    const gateway = this.accepted.get(id);
    this.accepted.delete(id);
    gateway?.abandon(id);
  }

  async pushBack(body: unknown): Promise<PushBackAnswer> {
    const { settings, onPushBack } = this.options;
    const begunAt = settings.clock.uptime();
    const answer = await this.servePushBack(body);
    const { status, body: reply } = answer;
    onPushBack?.({ body, status, answer: reply, durationMs: settings.clock.uptime() - begunAt });
    return answer;
  }

  async close(): Promise<void> {
    this.restart?.cancel();
    await Promise.all(this.gateways().map((gateway) => gateway.close()));
  }

  /** By the gateway that knows the connection. */
  private async servePushBack(body: unknown): Promise<PushBackAnswer> {
    const { faults, settings } = this.options;
    if (faults.pushBack === 404 || faults.pushBack === 'errNo' || faults.pushBack === 'time-out') {
      return failPushBack(faults.pushBack, settings.clock);
    }
    const { unknownConnectionStatus } = { ...DEFAULT_SWITCHES, ...settings.switches };
    let answer = unknownConnection(unknownConnectionStatus);
    for (const gateway of this.gateways()) {
      answer = await gateway.pushBack(body);
      if (answer.body.errNo !== ErrNo.unknownConnection) break;
    }
    return answer;
  }

  private restartLater(afterMs: number): void {
    this.restart ??= this.options.settings.clock.after(afterMs, () => {
      this.restart = undefined;
      for (const gateway of this.gateways()) gateway.giveUpAll();
    });
  }

  private gateways(): GatewayNode[] {
    return [...this.environments.values()].map(({ gateway }) => gateway);
  }
}

/** The faults that a gateway itself can make. */
function statusOf(fault: PushBackFault | undefined): 429 | 500 | undefined {
  return fault === 429 || fault === 500 ? fault : undefined;
}
