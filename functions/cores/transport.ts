import { formatBroadcast, HEARTBEAT_FRAME } from '../../protocol/chat';
import { ErrNo } from '../../protocol/err-no';
import type { DataSend } from '../../protocol/events';
import type { Answer, Reply } from '../invocation/run-invocation';
import { connectionHash } from '../registry/key';
import { reachMembers, type ReachCounts, type ReachPorts } from './reach-members';

/** What became of a broadcast. The gateway ignores it; logs and tests do not. */
export interface BroadcastReply extends Reply, ReachCounts {
  /** Distinct members, the sender included. */
  readonly online: number;
}

export const HEARTBEAT_ANSWER: Answer<Reply> = {
  reply: { errNo: ErrNo.ok, errMsg: 'ok' },
  level: 'info',
  fields: { heartbeat: true },
};

/** Whether a frame only keeps its connection from idling. */
export function isHeartbeat({ dataType, data }: DataSend): boolean {
  return dataType === 'text' && data === HEARTBEAT_FRAME;
}

/**
 * Sends a member's frame to all others: text with the number of people online, binary as it is.
 * Connections that the gateway refuses leave the registry. Rejects with RegistryError where the
 * members cannot be listed; nobody gets the frame then.
 */
export async function broadcast(
  frame: DataSend,
  ports: ReachPorts,
): Promise<Answer<BroadcastReply>> {
  const { secConnectionID: sender, dataType } = frame;
  const listStart = ports.clock.now();
  const others = (await ports.registry.list()).filter(({ id }) => id !== sender);
  const listMs = ports.clock.now() - listStart;
  const online = others.length + 1; // A sender is online, even where the list misses it still.
  const data = dataType === 'text' ? formatBroadcast(frame.data, online) : frame.data;
  const { counts, level, fields } = await reachMembers(others, { dataType, data }, ports);
  return {
    reply: { errNo: ErrNo.ok, errMsg: 'ok', online, ...counts },
    level,
    fields: { connection: connectionHash(sender), online, listMs, ...fields },
  };
}
