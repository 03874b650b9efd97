import type { Invocation } from '../invocation/run-invocation';
import type { LogFields, LogLevel } from '../invocation/log';
import { fanOut } from '../push-back/fan-out';
import type { Frame, PushBack } from '../push-back/push-back';
import type { RegisteredConnection, Registry } from '../registry/registry';
import { prune } from './prune';

export interface ReachPorts extends Invocation {
  readonly registry: Pick<Registry, 'list' | 'remove'>;
  readonly pushBack: PushBack;
}

/** How many members a frame got to. */
export interface ReachCounts {
  readonly reached: number;
  /** The gateway said that there is no such connection. */
  readonly refused: number;
  /** No answer, or one that says nothing about the connection. */
  readonly failed: number;
  /** Not tried, for lack of time. */
  readonly notReached: number;
}

/** Sends a frame to these members; whom the gateway refuses leaves the registry. */
export async function reachMembers(
  members: readonly RegisteredConnection[],
  frame: Frame,
  { clock, deadline, registry, pushBack }: ReachPorts,
): Promise<{ readonly counts: ReachCounts; readonly level: LogLevel; readonly fields: LogFields }> {
  const fanOutStart = clock.now();
  const { reached, refused, failed, notReached, reasons } = await fanOut(
    members,
    {
      batchSize: pushBack.batchSize,
      push: (some) =>
        pushBack.sendToEach(
          some.map(({ id }) => id),
          frame,
        ),
    },
    () => deadline.leftMs() > 0,
  );
  const pruneStart = clock.now();
  const pruning = await prune(refused, registry, deadline);
  const counts = { reached, refused: refused.length, failed, notReached };
  return {
    counts,
    level: failed + notReached + pruning.pruneFailed > 0 ? 'warn' : 'info',
    fields: { ...counts, ...pruning, reasons, fanOutMs: pruneStart - fanOutStart },
  };
}
