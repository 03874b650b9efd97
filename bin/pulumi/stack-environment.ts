import { isLocalStack } from '../../infra/local-stack';
import { findCloud, type AnnouncedCloud } from '../announced-cloud';
import { pointedAtLocalCloud, withoutLocalCloud, type Environment } from '../cloud-variables';
import { CommandError } from '../command-error';
import { chosenForTheUser } from './backend';

/** Where a stack's commands go. */
export interface StackEnvironment {
  readonly environment: Environment;
  /** The local cloud, for its own stacks. */
  readonly cloud: AnnouncedCloud | undefined;
}

/**
 * The variables that a stack's commands run with: those of the running local cloud for its own
 * stacks, and none of them for any other, whatever the terminal has exported.
 *
 * @param makesStack as of what is chosen for the user
 * @throws CommandError when the stack needs a local cloud and none runs
 */
export async function environmentOfStack(
  root: string,
  stack: string,
  exported: Environment,
  makesStack: boolean,
): Promise<StackEnvironment> {
  const cloud = isLocalStack(stack) ? await requireCloud(root, stack) : undefined;
  const environment = cloud
    ? pointedAtLocalCloud(exported, cloud.environment)
    : leaveOutLocalCloud(stack, exported);
  return {
    cloud,
    environment: { ...environment, ...chosenForTheUser(root, stack, environment, makesStack) },
  };
}

function leaveOutLocalCloud(stack: string, exported: Environment): Environment {
  const environment = withoutLocalCloud(exported);
  if (environment !== exported) {
    console.error(
      `The variables of a local cloud that this terminal has are left out: the stack "${stack}" is not one of its own.`,
    );
  }
  return environment;
}

async function requireCloud(root: string, stack: string): Promise<AnnouncedCloud> {
  const found = await findCloud(root);
  if (found.state === 'running') {
    return found.cloud;
  }
  const ended = found.state === 'gone' ? ` (the one at ${found.baseUrl} has ended)` : '';
  throw new CommandError(
    `The stack "${stack}" needs a local cloud, and none is running${ended}. Nothing was changed.\n` +
      'To fix it: npm run cloud, in another terminal. (A chat that npm start runs has a cloud of its own, which Pulumi knows nothing of.)',
  );
}
