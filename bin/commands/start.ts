import path from 'node:path';
import * as v from 'valibot';
import { deploy, ResourceRefused } from '../../localcloud/deploy/deploy';
import { readProjectConfig } from '../../localcloud/deploy/project-config';
import {
  startLocalCloud,
  type LocalCloud,
  type LocalCloudOptions,
} from '../../localcloud/local-cloud';
import { ActivityLog } from '../activity';
import { CommandError } from '../command-error';
import type { CommandContext } from '../context';
import { openBrowser } from '../open-browser';
import { jsonReporter } from '../reporters/json-reporter';
import type { Reporter } from '../reporters/reporter';
import { textReporter } from '../reporters/text-reporter';

export interface StartOptions {
  readonly version: string;
  /** The usual one, or any free one, unless given. */
  readonly port?: number;
  readonly open?: boolean;
  readonly json?: boolean;
  readonly delays: NonNullable<LocalCloudOptions['delays']>;
  /** Refuse new API Gateway services, as Tencent does. */
  readonly retired?: boolean;
}

const STACK = 'local';
const USUAL_PORT = 4000;
/** Variables that could lead the program to another cloud than the one just started. */
const CLOUD_VARIABLE = /^(TENCENTCLOUD_.*|https?_proxy|no_proxy)$/i;

const OutputsSchema = v.object({
  wsUrl: v.string(),
  page: v.string(),
  bucket: v.string(),
  functions: v.object({ register: v.string(), transport: v.string(), cleanup: v.string() }),
  pushBackUrl: v.string(),
});

/** Runs the program onto a new local cloud and keeps it up until a signal ends it. */
export async function start(context: CommandContext, options: StartOptions): Promise<void> {
  const write = (line: string) => void process.stdout.write(line);
  const reporter = options.json ? jsonReporter(write) : textReporter(write);
  const stopped = stopSignal();
  let activities: ActivityLog | undefined;
  const cloud = await startCloud({
    ...options,
    observe(event) {
      if (event.type === 'fault') {
        console.error('The local cloud has made a mistake of its own:', event.error);
      }
      const activity = activities?.of(event);
      if (activity) {
        reporter.activity(activity);
      }
    },
  });
  try {
    reporter.starting(cloud.baseUrl);
    const outputs = await Promise.race([deployOnto(cloud, context, reporter), stopped]);
    if (outputs !== undefined) {
      activities = new ActivityLog(outputs.functions.transport);
      cloud.publishPage(path.join(context.root, outputs.page));
      const page = `${cloud.baseUrl}/`;
      reporter.ready({
        ...outputs,
        page,
        version: options.version,
        cloud: cloud.baseUrl,
        env: cloud.environment,
        startedInMs: Math.round(process.uptime() * 1000),
      });
      if (options.open) {
        openBrowser(page);
      }
      await stopped;
    }
  } finally {
    await cloud.close();
  }
  reporter.stopped();
}

/** On the usual port, or on any free one when that is taken; a port that was asked for must be free. */
async function startCloud(
  options: StartOptions & Pick<LocalCloudOptions, 'observe'>,
): Promise<LocalCloud> {
  try {
    return await startLocalCloud({ ...options, port: options.port ?? USUAL_PORT });
  } catch (error) {
    if (!isTaken(error)) {
      throw error;
    }
    if (options.port !== undefined) {
      throw new CommandError(
        `Port ${options.port} is taken by another program.\nTo fix it: end that program, choose another port, or leave --port out to get a free one.`,
      );
    }
    return startLocalCloud({ ...options, port: 0 });
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function deployOnto(
  cloud: LocalCloud,
  { root, loadTypeScript }: CommandContext,
  reporter: Reporter,
): Promise<v.InferOutput<typeof OutputsSchema>> {
  for (const name of Object.keys(process.env).filter((key) => CLOUD_VARIABLE.test(key))) {
    delete process.env[name];
  }
  Object.assign(process.env, cloud.environment);
  const { project, config } = await readProjectConfig(root, STACK);
  const outputs = await deploy({
    cloud,
    root,
    project,
    stack: STACK,
    config,
    loadProgram: () => loadTypeScript(path.join(root, 'index.ts')),
    onCreated: (resource) => reporter.created(resource),
  }).catch((error: unknown) => {
    throw error instanceof ResourceRefused
      ? new CommandError(error.message, { cause: error })
      : error;
  });
  return v.parse(OutputsSchema, outputs);
}

/**
 * Resolves at the first Ctrl-C or SIGTERM, or when nobody reads the output any more, as behind
 * `| head`; a second signal ends the process at once.
 */
function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve(undefined));
    }
    process.stdout.on('error', () => resolve(undefined));
  });
}
