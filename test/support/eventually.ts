import { setTimeout as pause } from 'node:timers/promises';

/** Polls until `condition` holds; throws, naming `what`, when that takes more than 30 s: tests share the machine. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const giveUpAt = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > giveUpAt) throw new Error(`still waiting for ${what}`);
    await pause(2);
  }
}
