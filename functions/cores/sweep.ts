import { HEARTBEAT_FRAME } from '../../protocol/chat';
import { ErrNo } from '../../protocol/err-no';
import type { Answer, Reply } from '../invocation/run-invocation';
import { reachMembers, type ReachCounts, type ReachPorts } from './reach-members';

/** What a sweep found. */
export interface SweepReply extends Reply, ReachCounts {
  /** Connections in the registry, stale ones included. */
  readonly registered: number;
}

/**
 * Removes stale connections without a message of anybody: pushes a heartbeat, which clients ignore,
 * to every connection. One push a connection, so as costly as a message. Rejects with
 * RegistryError.
 */
export async function sweep(ports: ReachPorts): Promise<Answer<SweepReply>> {
  const members = await ports.registry.list();
  const frame = { dataType: 'text', data: HEARTBEAT_FRAME } as const;
  const { counts, level, fields } = await reachMembers(members, frame, ports);
  const registered = members.length;
  return {
    reply: { errNo: ErrNo.ok, errMsg: 'ok', registered, ...counts },
    level,
    fields: { action: 'sweep', registered, ...fields },
  };
}
