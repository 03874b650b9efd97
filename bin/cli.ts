import { Command, InvalidArgumentError, Option } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inspect } from 'node:util';
import type { CommandContext } from './context';
import { addFault, FAULT_NAMES } from './fault-option';
import { isPulumiCommand, PULUMI_COMMANDS } from './pulumi/commands';
import { DEFAULT_STACK } from './pulumi/named-stack';
import { addLimit, LIMIT_NAMES, type GatewayBehaviour } from './limit-option';
import { placeInSources } from './source-places/place-in-sources';
import { isUserMistake } from './user-mistake';
import type { CloudFaults } from '../localcloud/faults';
import type { ConformanceFlags } from './commands/conformance';
import type { SoakFlags } from './commands/soak';

const MAX_PORT = 65_535;
const MAX_DELAY_MS = 60_000;
const MAX_COUNT = 1_000_000;
const MAX_MINUTES = 24 * 60;
/** What the network between SCF, API Gateway and COS may cost within one region. */
const BENCH_DELAYS = { pushBackMs: 5, cosMs: 20 };

/** Runs the command line. Sets the process's exit code; never throws. */
export async function run(context: CommandContext, argv: string[]): Promise<void> {
  const [, , name, ...args] = argv;
  try {
    if (isPulumiCommand(name)) {
      // Every argument is Pulumi's, also those that commander has an opinion of.
      const { runPulumi } = await import('./commands/pulumi.js');
      await runPulumi(context, name, args);
    } else {
      await program(context).parseAsync(argv);
    }
  } catch (error) {
    process.exitCode = 1;
    console.error(
      isUserMistake(error) ? error.message : placeInSources(inspect(error), context.sourceMapOf),
    );
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

  addCloudOptions(
    scfChat.command('start').description('run the whole chat on a local cloud, until Ctrl-C'),
  )
    .option('--open', 'open the page in the browser')
    .action(async ({ delay, fault, limit, ...options }: CloudFlags & { open?: boolean }) => {
      const { start } = await import('./commands/start.js');
      await start(context, { ...options, version, delays: delay, faults: fault, gateway: limit });
    });
  addCloudOptions(
    scfChat.command('cloud').description('run a local cloud alone, for Pulumi and other clients'),
  )
    .option('--data <folder>', 'keep what is in it there, over a restart (default: nowhere)')
    .action(async ({ delay, fault, limit, ...options }: CloudFlags & { data?: string }) => {
      const { cloud } = await import('./commands/cloud.js');
      await cloud(context, { ...options, version, delays: delay, faults: fault, gateway: limit });
    });

  scfChat
    .command('doctor')
    .description('what is installed, set and reachable, and what to do where something is not')
    .option('--deploy', 'fail for what npm run up lacks, too')
    .option('--stack <name>', 'the stack that is to be deployed', DEFAULT_STACK)
    .option('--json', 'one JSON object a line, the last one with "event":"done"')
    .action(async (options: { deploy?: boolean; stack: string; json?: boolean }) => {
      const { doctor } = await import('./commands/doctor.js');
      await doctor(context, { ...options, version });
    });
  scfChat
    .command('build')
    .description('write the zips of the three functions and the gateway into dist/')
    .action(async () => {
      const { build } = await import('./commands/build.js');
      await build(context);
    });
  passThrough(scfChat, 'test', 'check, then run all tests (arguments go to jest)', async (args) => {
    const { test } = await import('./commands/test.js');
    await test(context, args);
  });
  scfChat
    .command('conformance')
    .description('hold a gateway, or our own, against the statements of docs/protocol.md')
    .option('--ws <url>', 'where its clients connect, e.g. ws://127.0.0.1:8080/release/')
    .option('--push-back <url>', 'its push-back URL')
    .option('--functions-port <number>', 'port on which it finds its functions', parsePort)
    .option('--functions-host <address>', 'address to listen on for it (default: 127.0.0.1)')
    .option('--idle-timeout <seconds>', 'its idle time-out, best a short one', parseCount)
    .option('--refusal-status <status>', 'of a refused handshake (default: 403)', parseCount)
    .option('--unknown-status <status>', 'of a push to an unknown id (default: 200)', parseCount)
    .option('--cleanup-after <list>', 'endings after which it calls cleanup, too', parseList)
    .option('--cloud <url>', 'hold this cloud against the other statements; its key as for Pulumi')
    .action(async (flags: ConformanceFlags) => {
      const { conformance } = await import('./commands/conformance.js');
      await conformance(context, flags);
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
    .option('--rounds <number>', 'measured rounds, after those that are dropped', parseCount, 9)
    .addOption(
      new Option('--delay <list>', 'milliseconds to add to each answer of the local cloud')
        .argParser(parseDelays)
        .default(BENCH_DELAYS, 'push-back=5,cos=20'),
    )
    .action(async (name: string | undefined, { delay, ...options }: BenchFlags) => {
      const { bench } = await import('./commands/bench.js');
      await bench(name, { ...options, ...BENCH_DELAYS, ...delay, root: context.root });
    });
  scfChat
    .command('soak')
    .description('keep the whole chat under mixed load for a while; what it must show, it checks')
    .option('--minutes <number>', 'how long', parseMinutes, 30)
    .option('--members <number>', 'members at a time, half of whom come and go', parseCount, 60)
    .option('--rate <number>', 'things that happen in a second', parseCount, 8)
    .option('--json', 'one JSON object a line')
    .action(async (options: Omit<SoakFlags, 'root'>) => {
      const { soakChat } = await import('./commands/soak.js');
      await soakChat({ ...options, root: context.root });
    });
  scfChat
    .command('pictures')
    .description('take the pictures of docs/images anew, with a Chromium')
    .action(async () => {
      const { takePictures } = await import('./commands/pictures.js');
      await takePictures(context);
    });
  for (const [name, { description }] of Object.entries(PULUMI_COMMANDS)) {
    // For --help: they are run without commander.
    scfChat.command(`${name} [args...]`).description(`${description} (arguments go to pulumi)`);
  }
  return scfChat;
}

/** Of the commands that start a local cloud. */
function addCloudOptions(command: Command): Command {
  return command
    .option(
      '--port <number>',
      'port of the local cloud, 0 for any free one (default: 4000, or a free one)',
      parsePort,
    )
    .option(
      '--json',
      'for scripts: one JSON object a line, the one with "event":"ready" says where everything is',
    )
    .addOption(
      new Option('--delay <list>', 'milliseconds to add to each answer, e.g. push-back=5,cos=20')
        .argParser(parseDelays)
        .default({}, 'none'),
    )
    .addOption(
      new Option('--fault <name[=value]>', `trouble made on purpose, any number of: ${FAULT_NAMES}`)
        .argParser(addFault)
        .default({}, 'none'),
    )
    .addOption(
      new Option('--limit <name=number>', `what our own gateway limits, any of: ${LIMIT_NAMES}`)
        .argParser(addLimit)
        .default({}, 'none, as at Tencent'),
    )
    .option('--retired', 'refuse a new API Gateway service, as Tencent does since 2024-07-01');
}

interface CloudFlags {
  readonly port?: number;
  readonly json?: boolean;
  readonly retired?: boolean;
  readonly delay: Delays;
  readonly fault: CloudFaults;
  readonly limit: GatewayBehaviour;
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

function parseList(text: string): string[] {
  return text.split(',');
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

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || minutes === 0 || minutes > MAX_MINUTES) {
    throw new InvalidArgumentError(`Expected a number above 0, at most ${MAX_MINUTES}.`);
  }
  return minutes;
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

function readVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
