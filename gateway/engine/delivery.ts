import type { ConnectionId } from '../../protocol/connection-id';
import type { Clock } from './clock';
import type { Connection, Connections } from './connections';
import type { Limits } from './limits';
import type { GatewayObserver } from './ports';
import type { Delivery, PushContent } from './push-back';

export interface DeliveryOptions {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly observe: GatewayObserver;
  readonly limits: Pick<Limits, 'maxBufferedBytes' | 'slowGraceMs'>;
  readonly pushBackResetsIdle: boolean;
}

/** Makes what pushes to open connections and tells what became of each, in the order of the ids. */
export function createDelivery({
  connections,
  clock,
  observe,
  limits,
  pushBackResetsIdle,
}: DeliveryOptions): (ids: readonly ConnectionId[], content: PushContent) => Delivery[] {
  function deliverOne(connection: Connection, content: PushContent): Delivery {
    const { id, socket } = connection;
    if (content.action === 'closing') {
      connections.end(connection, 'push-back');
      return 'delivered';
    }
    if (socket.bufferedBytes > limits.maxBufferedBytes) return waitForReader(connection);
    connection.slowSince = undefined;
    const { payload } = content;
    if (typeof payload === 'string') socket.sendText(payload);
    else socket.sendBinary(payload);
    if (pushBackResetsIdle) connections.touch(connection);
    observe({ type: 'pushed', id, bytes: Buffer.byteLength(payload) });
    return 'delivered';
  }

  /** Sends nothing to a client that does not read what it is sent, and at last ends it. */
  function waitForReader(connection: Connection): Delivery {
    const now = clock.uptime();
    connection.slowSince ??= now;
    if (now - connection.slowSince < limits.slowGraceMs) return 'slow';
    connections.end(connection, 'too slow');
    return 'gone';
  }

  return (ids, content) =>
    ids.map((id) => {
      const connection = connections.find(id);
      return connection === undefined ? 'gone' : deliverOne(connection, content);
    });
}
