import type { AnnouncedCloud } from '../announced-cloud';
import { CommandError } from '../command-error';
import type { PulumiCommand } from './commands';
import type { Engine } from './engine';
import { readHistory } from './history';
import { requireStack } from './known-stacks';
import { StackState } from './stack-state';
import { recordUnrecorded } from './unrecorded-resources';

export interface Preparation {
  readonly engine: Engine;
  readonly cloud: AnnouncedCloud | undefined;
  readonly command: PulumiCommand;
  readonly stack: string;
}

/** More failures in a row than anybody has patience for. */
const HISTORY_PAGE = 100;

const REFRESH = ['--refresh'];

/**
 * Looks at a stack's state before a command that believes it: recognises one that is of another
 * local cloud than the one that runs, and takes in what a run that ended badly has made.
 *
 * @returns the arguments that the command needs in addition
 * @throws CommandError when the command cannot do anything sensible with such a state
 */
export async function prepareState(preparation: Preparation): Promise<readonly string[]> {
  const { engine, cloud, command, stack } = preparation;
  const state = await StackState.read(engine, stack);
  if (state === undefined) {
    if (!command.makesStack) await requireStack(engine, stack);
    return [];
  }
  const refresh = command.takesRefresh ? REFRESH : [];
  if (cloud !== undefined && state.account !== undefined && state.account !== cloud.uin) {
    sayOtherCloud(preparation, state);
    if (command.mendsState && state.pending.length > 0) {
      await state.rewrite(engine, stack, []);
    }
    return refresh;
  }
  if (!command.mendsState) {
    return [];
  }
  const failingSince = await startOfFailures(engine, stack);
  if (state.pending.length > 0 || failingSince !== undefined) {
    const recorded = await recordUnrecorded(engine, stack, state, failingSince);
    console.error(
      'The last run did not end well. What it has left behind is looked up in the cloud first' +
        (recorded.length > 0 ? `, also:\n- ${recorded.join('\n- ')}` : '.'),
    );
    return refresh;
  }
  return [];
}

/**
 * When the first began of the runs that have failed since the last good one, in milliseconds since
 * 1970; undefined where the last run ended well.
 */
async function startOfFailures(engine: Engine, stack: string): Promise<number | undefined> {
  const runs = await readHistory(engine, stack, HISTORY_PAGE);
  const lastGood = runs.findIndex(({ hasFailed }) => !hasFailed);
  return (lastGood === -1 ? runs : runs.slice(0, lastGood)).at(-1)?.startedAt;
}

function sayOtherCloud({ command, stack }: Preparation, state: StackState): void {
  if (!state.hasResources) {
    return;
  }
  const what = `The stack "${stack}" was deployed on an earlier local cloud, which is gone with all that was in it.`;
  if (!command.takesRefresh && !command.mendsState) {
    throw new CommandError(`${what}\nTo fix it: npm run up -- --stack ${stack} deploys it again.`);
  }
  console.error(`${what} Its state is not believed: everything is looked up first.`);
}
