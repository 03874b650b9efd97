import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { isLocalStack } from '../../infra/local-stack';
import { NO_CREDENTIALS } from '../../infra/no-credentials';
import { setEnvironment, withoutLocalCloud, type Environment } from '../cloud-variables';
import { CommandError } from '../command-error';
import type { CommandContext } from '../context';
import { chosenForTheUser } from '../pulumi/backend';
import { PULUMI_COMMANDS, type PulumiCommand, type PulumiCommandName } from '../pulumi/commands';
import { removeDeadLocks } from '../pulumi/dead-lock';
import { findEngine, type Engine } from '../pulumi/engine';
import { hasCredentials } from '../pulumi/find-credentials';
import { namedStack, plainName } from '../pulumi/named-stack';
import { prepareState } from '../pulumi/prepare-state';
import { environmentOfStack } from '../pulumi/stack-environment';
import { StackState } from '../pulumi/stack-state';

/** The stack that is used when none is named. */
const DEFAULT_STACK = 'dev';

/** Runs one of PULUMI_COMMANDS with the user's arguments behind; sets the exit code to Pulumi's. */
export async function runPulumi(
  { root }: CommandContext,
  name: PulumiCommandName,
  args: readonly string[],
): Promise<void> {
  refuseSwallowedArguments(name, args, process.env);
  const stack = namedStack(args);
  if (name === 'pulumi' || args.includes('--help') || args.includes('-h')) {
    process.exitCode = await runAsItIs(root, name, stack, args);
    return;
  }
  process.exitCode = await runOnStack(
    root,
    PULUMI_COMMANDS[name],
    stack ?? DEFAULT_STACK,
    stack === undefined ? ['--stack', DEFAULT_STACK, ...args] : args,
  );
}

/** Without looking at anything, but on the right backend and, where it can be, on the right cloud. */
async function runAsItIs(
  root: string,
  name: PulumiCommandName,
  stack: string | undefined,
  args: readonly string[],
): Promise<number> {
  const environment =
    stack !== undefined && isLocalStack(plainName(stack))
      ? (await environmentOfStack(root, plainName(stack), process.env)).environment
      : ownEnvironment(root, plainName(stack ?? DEFAULT_STACK));
  setEnvironment(environment);
  const engine = await findEngine(root);
  if (stack !== undefined && setsConfiguration(args)) {
    const code = await makeStack(engine, stack);
    if (code !== 0) return code;
  }
  return engine.run([...PULUMI_COMMANDS[name].words, ...args]);
}

/** A stack is often set before it is first deployed, which is when `up` would make it. */
function setsConfiguration(args: readonly string[]): boolean {
  return args.includes('config') && (args.includes('set') || args.includes('set-all'));
}

/** Where there is none yet. */
function makeStack(engine: Engine, stack: string): Promise<number> {
  return engine.run(['stack', 'select', '--create', stack]);
}

function ownEnvironment(root: string, stack: string): Environment {
  const environment = withoutLocalCloud(process.env);
  return { ...environment, ...chosenForTheUser(root, stack, environment) };
}

async function runOnStack(
  root: string,
  command: PulumiCommand,
  stack: string,
  args: readonly string[],
): Promise<number> {
  // Those that make the stack are those that run its program.
  const name = plainName(stack);
  if (command.makesStack && !isLocalStack(name)) {
    requireCredentials(root, name);
  }
  const { environment, cloud } = await environmentOfStack(root, name, process.env);
  setEnvironment(environment);
  const engine = await findEngine(root);

  const locks = removeDeadLocks(environment['PULUMI_BACKEND_URL'], projectName(root), name);
  if (locks > 0) {
    console.error('The last run was cut off and left its lock behind, which has been removed.');
  }
  if (command.makesStack) {
    const code = await makeStack(engine, stack);
    if (code !== 0) return code;
  }
  const more = await prepareState({ engine, cloud, command, stack });
  const hasRefresh = args.some((arg) => arg === '-r' || /^--refresh(=|$)/.test(arg));
  const code = await engine.run([...command.words, ...(hasRefresh ? [] : more), ...args]);
  if (code !== 0 && command.mendsState) {
    console.error(waysToGoOn(stack, await StackState.read(engine, stack)));
  }
  return code;
}

/** Asked first, so that nobody downloads Pulumi only to hear from the program that they are missing. */
function requireCredentials(root: string, stack: string): void {
  if (!hasCredentials(root, stack, withoutLocalCloud(process.env))) {
    throw new CommandError(NO_CREDENTIALS);
  }
}

/** What to do after a command has failed; what it has said itself stands above. */
function waysToGoOn(stack: string, state: StackState | undefined): string {
  const bucket = state?.resources.find(({ type }) => type.endsWith(':CosBucket'));
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

/**
 * `npm run up --stack prod` gives npm the stack and us the rest, which would then be about another
 * stack than the user means.
 */
function refuseSwallowedArguments(
  name: PulumiCommandName,
  args: readonly string[],
  environment: Environment,
): void {
  const value = environment['npm_config_stack'];
  if (value !== undefined && environment['npm_lifecycle_event'] === name) {
    // Of `--stack prod` npm keeps the first word and leaves us the second.
    const stack = value === 'true' ? (args[0] ?? DEFAULT_STACK) : value;
    throw new CommandError(
      'npm has kept --stack for itself, since there is no -- before it. Nothing was changed.\n' +
        `To fix it: npm run ${name} -- --stack ${stack}`,
    );
  }
}

function projectName(root: string): string {
  const { name } = parse(readFileSync(path.join(root, 'Pulumi.yaml'), 'utf8')) as { name: string };
  return name;
}
