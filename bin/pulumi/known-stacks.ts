import * as v from 'valibot';
import { CommandError } from '../command-error';
import type { Engine } from './engine';
import { plainName } from './named-stack';

const Stacks = v.array(v.object({ name: v.string() }));

/**
 * Refuses a stack that the backend does not have, with the names of those it has. Where the
 * backend does not say, Pulumi says why not when it is asked for more.
 *
 * @throws CommandError
 */
export async function requireStack(engine: Engine, stack: string): Promise<void> {
  const { code, stdout } = await engine.capture(['stack', 'ls', '--json']);
  const listed = v.safeParse(Stacks, code === 0 ? JSON.parse(stdout) : undefined);
  if (!listed.success) return;
  const names = listed.output.map(({ name }) => plainName(name));
  if (names.includes(plainName(stack))) return;
  const there = names.length === 0 ? 'none yet' : names.join(', ');
  throw new CommandError(
    `There is no stack "${stack}". There are: ${there}. Nothing was changed.\n` +
      (names.length === 0
        ? `To fix it: npm run up -- --stack ${stack} makes it.`
        : `To fix it: name one of them by -- --stack; npm run up -- --stack ${stack} would make this one.`),
  );
}
