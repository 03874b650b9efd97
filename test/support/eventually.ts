import { setTimeout as pause } from 'node:timers/promises';

/** Long, since tests share the machine. */
const PATIENCE_MS = 30_000;

/** Polls until `condition` holds; throws, naming `what`, when that takes longer than `withinMs`. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = PATIENCE_MS,
): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`still waiting for ${what}`);
    await pause(2);
  }
}
