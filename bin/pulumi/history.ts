import * as v from 'valibot';
import type { Engine } from './engine';

const Runs = v.array(v.object({ result: v.optional(v.string()), startTime: v.string() }));

/** A run that Pulumi remembers. */
export interface PastRun {
  readonly hasFailed: boolean;
  /** In milliseconds since 1970, at a whole second. */
  readonly startedAt: number;
}

/** The latest runs of a stack, the newest first; none where Pulumi does not say. */
export async function readHistory(
  engine: Engine,
  stack: string,
  atMost: number,
): Promise<readonly PastRun[]> {
  const words = ['stack', 'history', '--json', '--page-size', String(atMost), '--stack', stack];
  const { code, stdout } = await engine.capture(words);
  const runs = v.safeParse(Runs, code === 0 ? JSON.parse(stdout) : []);
  if (!runs.success) return [];
  return runs.output.map(({ result, startTime }) => ({
    hasFailed: result === 'failed',
    startedAt: Date.parse(startTime),
  }));
}
