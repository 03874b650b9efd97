import { startProgram, type RunningProgram } from '../process/start-program';
import type { LoadProgram } from './load-program';

/** Handshakes under way at the same time where a benchmark is not about them. */
const CONNECT_AT_ONCE = 64;

/** The load generator, in a process of its own. */
export type Load = RunningProgram<LoadProgram>;

/** Starts a load generator without members. */
export function startLoad(root: string): Promise<Load> {
  return startProgram<LoadProgram>(root, 'bench/load/load-main.ts');
}

/** Connects that many members, or throws an Error: with fewer, nothing would be comparable. */
export async function connectAll(load: Load, url: string, count: number): Promise<void> {
  const { refused } = await load.ask('connect', { url, count, atOnce: CONNECT_AT_ONCE });
  if (refused > 0) throw new Error(`${refused} of ${count} members could not connect.`);
}
