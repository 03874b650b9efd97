import path from 'node:path';
import * as v from 'valibot';
import { deploy, ResourceRefused } from '../../localcloud/deploy/deploy';
import { readProjectConfig } from '../../localcloud/deploy/project-config';
import type { LocalCloud, LocalCloudOptions } from '../../localcloud/local-cloud';
import { ActivityLog } from '../activity';
import { pointedAtLocalCloud, setEnvironment } from '../cloud-variables';
import { CommandError } from '../command-error';
import type { CommandContext } from '../context';
import { openBrowser } from '../open-browser';
import { jsonReporter } from '../reporters/json-reporter';
import type { Reporter } from '../reporters/reporter';
import { textReporter } from '../reporters/text-reporter';
import { startCloud } from '../start-cloud';
import { stopSignal } from '../stop-signal';

export interface StartOptions {
  readonly version: string;
  /** The usual one, or any free one, unless given. */
  readonly port?: number;
  readonly open?: boolean;
  readonly json?: boolean;
  readonly delays: NonNullable<LocalCloudOptions['delays']>;
  readonly faults: NonNullable<LocalCloudOptions['faults']>;
  readonly gateway: NonNullable<LocalCloudOptions['gateway']>;
  /** Refuse new API Gateway services, as Tencent does. */
  readonly retired?: boolean;
}

const STACK = 'local';

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

async function deployOnto(
  cloud: LocalCloud,
  { root, loadTypeScript }: CommandContext,
  reporter: Reporter,
): Promise<v.InferOutput<typeof OutputsSchema>> {
  setEnvironment(pointedAtLocalCloud(process.env, cloud.environment));
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
