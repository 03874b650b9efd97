import { formatBroadcast, HEARTBEAT_FRAME } from '../../protocol/chat';
import { ErrNo } from '../../protocol/err-no';
import type { DataSend } from '../../protocol/events';
import type { Answer, Invocation, Reply } from '../invocation/run-invocation';
import { fanOut } from '../push-back/fan-out';
import type { PushBack } from '../push-back/push-back';
import { connectionHash } from '../registry/key';
import type { Registry } from '../registry/registry';
import { prune } from './prune';

/** What became of a broadcast. The gateway ignores it; logs and tests do not. */
export interface BroadcastReply extends Reply {
  /** Distinct members, the sender included. */
  readonly online: number;
  readonly reached: number;
  /** The gateway said that there is no such connection. */
  readonly refused: number;
  /** No answer, or one that says nothing about the connection. */
  readonly failed: number;
  /** Not tried, for lack of time. */
  readonly notReached: number;
}

export interface BroadcastPorts extends Invocation {
  readonly registry: Pick<Registry, 'list' | 'remove'>;
  readonly pushBack: PushBack;
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
  { clock, deadline, registry, pushBack }: BroadcastPorts,
): Promise<Answer<BroadcastReply>> {
  const { secConnectionID: sender, dataType } = frame;
  const listStart = clock.now();
  const others = (await registry.list()).filter(({ id }) => id !== sender);
  const online = others.length + 1; // A sender is online, even where the list misses it still.
  const data = dataType === 'text' ? formatBroadcast(frame.data, online) : frame.data;

  const fanOutStart = clock.now();
  const { reached, refused, failed, notReached, reasons } = await fanOut(
    others,
    ({ id }) =>
      pushBack.send({ websocket: { action: 'data send', secConnectionID: id, dataType, data } }),
    () => deadline.leftMs() > 0,
  );

  const pruneStart = clock.now();
  const pruning = await prune(refused, registry, deadline);
  const counts = { online, reached, refused: refused.length, failed, notReached };
  return {
    reply: { errNo: ErrNo.ok, errMsg: 'ok', ...counts },
    level: failed + notReached + pruning.pruneFailed > 0 ? 'warn' : 'info',
    fields: {
      connection: connectionHash(sender),
      ...counts,
      ...pruning,
      reasons,
      listMs: fanOutStart - listStart,
      fanOutMs: pruneStart - fanOutStart,
    },
  };
}
