import { reachMembers, type ReachPorts } from '../../functions/cores/reach-members';
import { RegistryError } from '../../functions/registry/registry';
import { formatBroadcast } from '../../protocol/chat';

/** A frame holds all lines that have come meanwhile, up to this many characters. */
export const MAX_FRAME_LENGTH = 16_000;
/** Between two frames at least, in milliseconds: each one lists the registry. */
export const FRAME_INTERVAL_MS = 250;
/** So many lines are taken in before the first of them is sent; then their writer has to wait. */
export const MAX_WAITING_LINES = 1_000;

/** The functions' own way to everybody, and time. */
export type StreamPorts = ReachPorts;

/** What became of the lines. */
export interface StreamCounts {
  lines: number;
  frames: number;
  /** Pages that got a frame, added up over all frames. */
  reached: number;
  /** Frames that were given up, since the registry could not be read. */
  lost: number;
}

/**
 * Sends lines to every open page of a chat as they come, until there are no more. Looks the pages
 * up in the registry for each frame, as transport does, so that who joins sees what comes next.
 */
export async function streamLines(
  lines: AsyncIterable<string>,
  ports: StreamPorts,
): Promise<StreamCounts> {
  const waiting = new WaitingLines();
  const taking = waiting.takeAll(lines);
  const counts: StreamCounts = { lines: 0, frames: 0, reached: 0, lost: 0 };
  for (let frame = await waiting.next(); frame.length > 0; frame = await waiting.next()) {
    counts.lines += frame.length;
    counts.frames += 1;
    try {
      const members = await ports.registry.list();
      const data = formatBroadcast(frame.join('\n'), members.length);
      const { counts: reached } = await reachMembers(members, { dataType: 'text', data }, ports);
      counts.reached += reached.reached;
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      counts.lost += 1;
    }
    await ports.clock.wait(FRAME_INTERVAL_MS);
  }
  await taking;
  return counts;
}

/** Lines on their way from whoever writes them to the next frame. */
class WaitingLines {
  private readonly lines: string[] = [];
  private hasEnded = false;
  private readonly waiters: (() => void)[] = [];

  /** Takes lines in for as long as there is room for them. */
  async takeAll(lines: AsyncIterable<string>): Promise<void> {
    try {
      for await (const line of lines) {
        this.lines.push(
          line.length > MAX_FRAME_LENGTH ? `${line.slice(0, MAX_FRAME_LENGTH)}…` : line,
        );
        this.changed();
        while (this.lines.length >= MAX_WAITING_LINES) await this.change();
      }
    } finally {
      this.hasEnded = true;
      this.changed();
    }
  }

  /** The lines of the next frame, once there are any; none when all have been given. */
  async next(): Promise<readonly string[]> {
    while (this.lines.length === 0 && !this.hasEnded) await this.change();
    let length = 0;
    const tooMany = this.lines.findIndex((line) => (length += line.length + 1) > MAX_FRAME_LENGTH);
    const frame = this.lines.splice(0, tooMany === -1 ? this.lines.length : Math.max(1, tooMany));
    this.changed();
    return frame;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  private changed(): void {
    for (const wake of this.waiters.splice(0)) wake();
  }
}
