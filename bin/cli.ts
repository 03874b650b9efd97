import { Command, InvalidArgumentError, Option } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from './command-error';
import { PULUMI_COMMANDS, runPulumi } from './commands/pulumi';
import type { CommandContext } from './context';

const MAX_PORT = 65_535;
const MAX_DELAY_MS = 60_000;
const MAX_COUNT = 1_000_000;
/** What the network between SCF, API Gateway and COS may cost within one region. */
const BENCH_DELAYS = { pushBackMs: 5, cosMs: 20 };

/** Runs the command line. Sets the process's exit code; never throws. */
export async function run(context: CommandContext, argv: string[]): Promise<void> {
  try {
    await program(context).parseAsync(argv);
  } catch (error) {
    process.exitCode = 1;
    console.error(isUserMistake(error) ? error.message : error);
  }
}

function program(context: CommandContext): Command {
  const version = readVersion(context.root);
  const scfChat = new Command('scf-chat')
    .description(
      'Serverless WebSocket chat on Tencent Cloud: run it on a local cloud, or deploy it.',
    )
    .version(version)
    .showHelpAfterError('(scf-chat --help lists the commands and their options)');

  scfChat
    .command('start')
    .description('run the whole chat on a local cloud, until Ctrl-C')
    .option(
      '--port <number>',
      'port of the local cloud, 0 for any free one (default: 4000, or a free one)',
      parsePort,
    )
    .option('--open', 'open the page in the browser')
    .option(
      '--json',
      'for scripts: one JSON object a line, the one with "event":"ready" says where everything is',
    )
    .addOption(
      new Option('--delay <list>', 'milliseconds to add to each answer, e.g. push-back=5,cos=20')
        .argParser(parseDelays)
        .default({}, 'none'),
    )
    .option('--retired', 'refuse a new API Gateway service, as Tencent does since 2024-07-01')
    .action(async ({ delay, ...options }: StartFlags) => {
      const { start } = await import('./commands/start.js');
      await start(context, { ...options, version, delays: delay });
    });

  scfChat
    .command('build')
    .description('write the zips of the three functions into dist/')
    .action(async () => {
      const { build } = await import('./commands/build.js');
      await build(context);
    });
  passThrough(scfChat, 'test', 'check, then run all tests (arguments go to jest)', async (args) => {
    const { test } = await import('./commands/test.js');
    await test(context, args);
  });
  scfChat
    .command('check')
    .description('types, lint and format; warnings fail')
    .action(async () => {
      const { check } = await import('./commands/check.js');
      await check(context);
    });
  scfChat
    .command('bench')
    .description('measure one thing, or all, beside control rows of the same run')
    .argument('[name]')
    .option('--json', 'one JSON object a line instead of tables')
    .option('--members <list>', 'sizes to measure, e.g. 100,1000 (default: its own)', parseSizes)
    .option('--rounds <number>', 'measured rounds, after one that is dropped', parseCount, 5)
    .addOption(
      new Option('--delay <list>', 'milliseconds to add to each answer of the local cloud')
        .argParser(parseDelays)
        .default(BENCH_DELAYS, 'push-back=5,cos=20'),
    )
    .action(async (name: string | undefined, { delay, ...options }: BenchFlags) => {
      const { bench } = await import('./commands/bench.js');
      await bench(name, { ...options, ...BENCH_DELAYS, ...delay, root: context.root });
    });
  for (const [name, { description }] of Object.entries(PULUMI_COMMANDS)) {
    passThrough(scfChat, name, `${description} (arguments go to pulumi)`, (args) =>
      runPulumi(context, name, args),
    );
  }
  return scfChat;
}

interface StartFlags {
  readonly port?: number;
  readonly open?: boolean;
  readonly json?: boolean;
  readonly retired?: boolean;
  readonly delay: Delays;
}

interface BenchFlags {
  readonly json?: boolean;
  readonly members?: readonly number[];
  readonly rounds: number;
  readonly delay: Delays;
}

interface Delays {
  readonly pushBackMs?: number;
  readonly cosMs?: number;
}

/** A command whose arguments belong to another program. */
function passThrough(
  parent: Command,
  name: string,
  description: string,
  action: (args: string[]) => Promise<void>,
): void {
  parent
    .command(name)
    .description(description)
    .argument('[args...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(action);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > MAX_PORT) {
    throw new InvalidArgumentError(`Expected a whole number from 0 to ${MAX_PORT}.`);
  }
  return port;
}

function parseSizes(text: string): number[] {
  return text.split(',').map(parseCount);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > MAX_COUNT) {
    throw new InvalidArgumentError(`Expected whole numbers from 1 to ${MAX_COUNT}.`);
  }
  return count;
}

const DELAYS: Readonly<Record<string, keyof Delays>> = { 'push-back': 'pushBackMs', cos: 'cosMs' };

function parseDelays(text: string): Delays {
  const delays = text.split(',').map((item) => {
    const [, name = '', milliseconds = ''] = /^([a-z-]+)=(\d+)$/.exec(item) ?? [];
    const key = DELAYS[name];
    if (key === undefined || Number(milliseconds) > MAX_DELAY_MS) {
      throw new InvalidArgumentError(
        `Expected ${Object.keys(DELAYS).join('=MS or ')}=MS, comma separated, at most ${MAX_DELAY_MS} ms each.`,
      );
    }
    return [key, Number(milliseconds)] as const;
  });
  return Object.fromEntries(delays);
}

/**
 * Our own mistakes keep their stack trace. The program reports the user's by Pulumi's RunError,
 * of which there may be several copies, and the loader by its CompileError.
 */
function isUserMistake(error: unknown): error is Error {
  return (
    error instanceof CommandError ||
    (error instanceof Error && ('__pulumiRunError' in error || error.name === 'CompileError'))
  );
}

function readVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
