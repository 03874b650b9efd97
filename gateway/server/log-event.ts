import type { ClusterEvent } from '../cluster/cluster';
import type { GatewayEvent } from '../engine/ports';
import { connectionHash, type Log, type LogFields } from './log';

/** Writes down what happened to a connection. */
export function logGatewayEvent(log: Log, event: GatewayEvent): void {
  const about = (fields: LogFields) => () => ({ connection: connectionHash(event.id), ...fields });
  switch (event.type) {
    case 'connected':
      log('debug', 'connected', about({ durationMs: Math.round(event.durationMs) }));
      return;
    case 'refused':
      log('info', 'refused', about({ reason: event.reason }));
      return;
    case 'message':
      log(
        'debug',
        'message',
        about({ bytes: event.bytes, durationMs: Math.round(event.durationMs) }),
      );
      return;
    case 'function failed':
      log('warn', 'function failed', about({ role: event.role, reason: event.reason }));
      return;
    case 'message refused':
      log('debug', 'message refused', about({ errNo: event.errNo, reason: event.reason }));
      return;
    case 'pushed':
      log('debug', 'pushed', about({ bytes: event.bytes }));
      return;
    case 'closed':
      log('debug', 'closed', about({ why: event.why }));
      return;
  }
}

/** Writes down what happened in the cluster. */
export function logClusterEvent(log: Log, event: ClusterEvent): void {
  switch (event.type) {
    case 'store':
      if (event.isReachable) log('info', 'redis reached again');
      else log('error', 'redis lost', { reason: event.reason });
      return;
    case 'cleaned up':
      log('warn', 'cleaned up after a lost node', {
        node: event.node,
        connections: event.connections,
      });
      return;
    case 'given up':
      log('error', 'given up by the other nodes');
      return;
    case 'forwarded':
      return;
  }
}
