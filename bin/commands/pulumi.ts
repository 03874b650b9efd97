import { isLocalStack } from '../../infra/local-stack';
import { NO_CREDENTIALS } from '../../infra/no-credentials';
import { setEnvironment, withoutLocalCloud, type Environment } from '../cloud-variables';
import { CommandError } from '../command-error';
import type { CommandContext } from '../context';
import { chosenForTheUser } from '../pulumi/backend';
import { checkSettings } from '../pulumi/check-settings';
import { PULUMI_COMMANDS, type PulumiCommand, type PulumiCommandName } from '../pulumi/commands';
import { removeDeadLocks } from '../pulumi/dead-lock';
import { findEngine, type Engine } from '../pulumi/engine';
import { hasCredentials } from '../pulumi/find-credentials';
import { DEFAULT_STACK, namedStack, plainName } from '../pulumi/named-stack';
import { prepareState } from '../pulumi/prepare-state';
import { environmentOfStack } from '../pulumi/stack-environment';
import { readStackSettings } from '../pulumi/stack-settings';
import { tryCredentials } from '../pulumi/try-credentials';
import { waysToGoOn } from '../pulumi/ways-to-go-on';

/** Runs one of PULUMI_COMMANDS with the user's arguments behind; sets the exit code to Pulumi's. */
export async function runPulumi(
  { root }: CommandContext,
  name: PulumiCommandName,
  args: readonly string[],
): Promise<void> {
  refuseSwallowedArguments(name, args, process.env);
  const stack = namedStack(args);
  if (args.includes('--help') || args.includes('-h')) {
    process.exitCode = await runAsItIs(root, name, args, { makesStack: false, stack });
  } else if (name === 'pulumi' && args[0] === 'config') {
    process.exitCode = await configure(root, args, stack);
  } else if (name === 'pulumi') {
    process.exitCode = await runAsItIs(root, name, args, { makesStack: true, stack });
  } else {
    process.exitCode = await runOnStack(
      root,
      name,
      stack ?? DEFAULT_STACK,
      stack === undefined ? ['--stack', DEFAULT_STACK, ...args] : args,
    );
  }
}

/** Without looking at anything, but on the right backend and, where it can be, on the right cloud. */
async function runAsItIs(
  root: string,
  name: PulumiCommandName,
  args: readonly string[],
  { stack, makesStack }: { readonly stack: string | undefined; readonly makesStack: boolean },
): Promise<number> {
  const environment =
    stack !== undefined && isLocalStack(plainName(stack))
      ? (await environmentOfStack(root, plainName(stack), process.env, makesStack)).environment
      : ownEnvironment(root, plainName(stack ?? DEFAULT_STACK), makesStack);
  setEnvironment(environment);
  return (await findEngine(root)).run([...PULUMI_COMMANDS[name].words, ...args]);
}

/**
 * Reads or changes the settings of a stack, of the same one as the other commands where none is
 * named. It takes no cloud.
 */
async function configure(
  root: string,
  [config = '', ...args]: readonly string[],
  named: string | undefined,
): Promise<number> {
  const stack = named ?? DEFAULT_STACK;
  // A stack is often set before it is first deployed, which is when `up` would make it.
  const makesStack = args.includes('set') || args.includes('set-all');
  setEnvironment(ownEnvironment(root, plainName(stack), makesStack));
  const engine = await findEngine(root);
  if (makesStack) {
    const code = await makeStack(engine, stack);
    if (code !== 0) return code;
  }
  return engine.run([config, ...(named === undefined ? [`--stack=${stack}`] : []), ...args]);
}

/** Where there is none yet. */
function makeStack(engine: Engine, stack: string): Promise<number> {
  return engine.run(['stack', 'select', '--create', stack]);
}

function ownEnvironment(root: string, stack: string, makesStack: boolean): Environment {
  const environment = withoutLocalCloud(process.env);
  return { ...environment, ...chosenForTheUser(root, stack, environment, makesStack) };
}

async function runOnStack(
  root: string,
  commandName: PulumiCommandName,
  stack: string,
  args: readonly string[],
): Promise<number> {
  const command: PulumiCommand = PULUMI_COMMANDS[commandName];
  const { makesStack = false, mendsState = false } = command;
  const name = plainName(stack);
  // Those that make the stack are those that run its program.
  if (makesStack) {
    if (!isLocalStack(name)) requireCredentials(root, name);
    checkSettings(root, name, args);
  }
  const { environment, cloud } = await environmentOfStack(root, name, process.env, makesStack);
  setEnvironment(environment);
  if (makesStack && cloud === undefined) await tryCredentialsOf(root, name);
  const engine = await findEngine(root);

  const locks = removeDeadLocks(
    environment['PULUMI_BACKEND_URL'],
    readStackSettings(root, name).project,
    name,
  );
  if (locks > 0) {
    console.error('The last run was cut off and left its lock behind, which has been removed.');
  }
  if (makesStack) {
    const code = await makeStack(engine, stack);
    if (code !== 0) return code;
  }
  const more = await prepareState({ engine, cloud, command, stack });
  const hasRefresh = args.some((arg) => arg === '-r' || /^--refresh(=|$)/.test(arg));
  const startedAt = Date.now();
  const code = await engine.run([...command.words, ...(hasRefresh ? [] : more), ...args]);
  if (code !== 0 && mendsState) {
    const ways = await waysToGoOn(engine, { name: commandName, stack, args, startedAt });
    if (ways !== undefined) console.error(ways);
  }
  return code;
}

/** Asked first, so that nobody downloads Pulumi only to hear from the program that they are missing. */
function requireCredentials(root: string, stack: string): void {
  if (!hasCredentials(root, stack, withoutLocalCloud(process.env))) {
    throw new CommandError(NO_CREDENTIALS);
  }
}

/** With the settings that the provider goes by, unless only Pulumi can open them. */
async function tryCredentialsOf(root: string, stack: string): Promise<void> {
  const { plain, encrypted } = readStackSettings(root, stack);
  if ([...encrypted].some((key) => key.startsWith('tencentcloud:'))) return;
  await tryCredentials((key, variable) => plain[`tencentcloud:${key}`] ?? process.env[variable]);
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
