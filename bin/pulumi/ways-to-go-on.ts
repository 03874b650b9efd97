import type { Environment } from '../cloud-variables';
import type { PulumiCommandName } from './commands';
import type { Engine } from './engine';
import { readHistory } from './history';
import { StackState } from './stack-state';

/** A command that has failed; what it has said itself stands above what we add. */
export interface FailedCommand {
  readonly name: PulumiCommandName;
  readonly stack: string;
  readonly args: readonly string[];
  /** When it was started, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** To Pulumi's history a run has begun at a whole second. */
const HISTORY_STEP_MS = 1000;

/** What a user can do after a command has failed; undefined where its own words are all there is to say. */
export async function waysToGoOn(
  engine: Engine,
  command: FailedCommand,
): Promise<string | undefined> {
  const { stack } = command;
  const state = await StackState.read(engine, stack);
  if (state === undefined) return undefined;
  if (await hasBegun(engine, command)) return afterAnAttempt(stack, state);
  const isAttended = process.stdin.isTTY && process.stdout.isTTY;
  return wayPastQuestion(command, isAttended, process.env);
}

/** Whether the failed run got as far as to change something. */
async function hasBegun(engine: Engine, { stack, startedAt }: FailedCommand): Promise<boolean> {
  const [newest] = await readHistory(engine, stack, 1);
  return newest !== undefined && newest.startedAt > startedAt - HISTORY_STEP_MS;
}

function afterAnAttempt(stack: string, state: StackState): string {
  const bucket = state.resources.find(({ type }) => type.endsWith(':CosBucket'));
  const isKept = bucket !== undefined && bucket.outputs['forceClean'] !== true;
  return [
    '',
    'To go on: mend what the message names, then run the same command again; it goes on from where it stopped.',
    `- Something was changed or deleted by hand: first npm run refresh -- --stack ${stack}`,
    ...(isKept
      ? [
          '- BucketNotEmpty, and what is in the registry may go: first',
          `  npm run pulumi -- config set forceClean true --stack ${stack}`,
          `  npm run up -- --stack ${stack} --target '${bucket.urn}'`,
        ]
      : []),
    'docs/operations.md has all cases.',
  ].join('\n');
}

/** Where nobody is there to be asked, Pulumi wants to be told beforehand. */
function wayPastQuestion(
  { name, stack, args }: FailedCommand,
  isAttended: boolean,
  environment: Environment,
): string | undefined {
  const isTold =
    args.some((arg) => /^(-y|--yes|-f|--skip-preview|--preview-only)(=|$)/.test(arg)) ||
    Boolean(environment['PULUMI_SKIP_CONFIRMATIONS']);
  return isTold || (isAttended && !args.includes('--non-interactive'))
    ? undefined
    : `To fix it: npm run ${name} -- --yes --stack ${stack}`;
}
