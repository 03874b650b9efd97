import type { ConnectionId } from '../../protocol/connection-id';
import { createGateway } from '../../gateway/engine/create-gateway';
import type { Handshake } from '../../gateway/engine/events';
import type { GatewayNode, GatewayOptions, SocketHandlers } from '../../gateway/engine/gateway';
import type { GatewayEvent } from '../../gateway/engine/ports';
import { FakeClock } from './fake-clock';
import { RecordingSocket } from './recording-socket';
import { ScriptedFunctions } from './scripted-functions';

export const HANDSHAKE: Handshake = {
  serviceId: 'service-1',
  stage: 'release',
  path: '/',
  sourceIp: '127.0.0.1',
};

export interface JoinedClient {
  readonly id: ConnectionId;
  readonly socket: RecordingSocket;
  readonly handlers: SocketHandlers;
}

/** A gateway on fake ports, with everything a test looks at. */
export interface EngineGateway {
  readonly gateway: GatewayNode;
  readonly clock: FakeClock;
  readonly functions: ScriptedFunctions;
  readonly events: GatewayEvent[];
  /** A client that has come through the handshake. */
  readonly join: () => Promise<JoinedClient>;
}

export function engineGateway(options: Partial<GatewayOptions> = {}): EngineGateway {
  const clock = new FakeClock();
  const functions = new ScriptedFunctions();
  const events: GatewayEvent[] = [];
  const gateway = createGateway({
    functions,
    clock,
    observe: (event) => events.push(event),
    idleTimeoutMs: () => 15_000,
    ...options,
  });
  return {
    gateway,
    clock,
    functions,
    events,
    async join() {
      const answer = await gateway.connect(HANDSHAKE);
      if (!answer.accepted) throw new Error(`refused: ${answer.reason}`);
      const socket = new RecordingSocket();
      return { id: answer.id, socket, handlers: gateway.open(answer.id, socket) };
    },
  };
}
