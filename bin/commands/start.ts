import { deploy, ResourceRefused, type Deployment } from '../../localcloud/deploy/deploy';
import { abandonRun } from '../../localcloud/deploy/run-program';
import type { LocalCloud, LocalCloudOptions } from '../../localcloud/local-cloud';
import { ActivityLog } from '../activity';
import { pointedAtLocalCloud, setEnvironment } from '../cloud-variables';
import { CommandError } from '../command-error';
import type { CommandContext } from '../context';
import { LiveChat } from '../live-reload/live-chat';
import type { SourceWatch } from '../live-reload/watch-sources';
import { ProgramSource } from '../live-reload/program-source';
import { openBrowser } from '../open-browser';
import { parseOutputs } from '../outputs';
import { jsonReporter } from '../reporters/json-reporter';
import type { Reporter } from '../reporters/reporter';
import { textReporter } from '../reporters/text-reporter';
import { startCloud, USUAL_PORT } from '../start-cloud';
import { stopSignal } from '../stop-signal';
import { onKeys } from '../terminal/keys';
import { terminalOn } from '../terminal/terminal';

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

/** For whoever gets no new API Gateway service. */
const WITHOUT_SERVICES = `\nTo fix it: write scf-chat:gateway: machine into Pulumi.${STACK}.yaml (docs/machine.md); docs/migrate.md is for a gateway of your own.`;

const KEYS = { o: 'open the page', i: 'inspector', r: 'redeploy', q: 'quit' };

/** Runs the program onto a new local cloud and keeps it up until a signal ends it. */
export async function start(context: CommandContext, options: StartOptions): Promise<void> {
  const reporter = options.json
    ? jsonReporter((line) => void process.stdout.write(line))
    : textReporter(terminalOn(process.stdout));
  const stopped = stopSignal();
  const source = new ProgramSource(context, STACK, (text) => reporter.notice(text));
  let activities: ActivityLog | undefined;
  const cloud = await startCloud({
    ...options,
    inspector: { root: context.root },
    observe(event) {
      const activity = activities?.of(event);
      if (activity) {
        reporter.activity(activity);
      }
    },
  });
  const chat = new LiveChat(source, STACK, cloud, reporter);
  let watch: SourceWatch | undefined;
  let isComplete = false;
  try {
    reporter.starting({
      version: options.version,
      cloud: cloud.baseUrl,
      takenPort: options.port === undefined && cloud.port !== USUAL_PORT ? USUAL_PORT : undefined,
      startedInMs: millisecondsUp(),
    });
    // Watched from before the first build on, so that no change is missed.
    watch = chat.watch();
    const deployment = await Promise.race([deployOnto(cloud, source, reporter, options), stopped]);
    if (deployment !== undefined) {
      const outputs = parseOutputs(deployment.outputs);
      activities = new ActivityLog(outputs.functions);
      await watch.ready;
      isComplete = true;
      chat.deployed(deployment);
      const [page, inspector] = [`${cloud.baseUrl}/`, cloud.inspectorUrl];
      reporter.ready({
        ...outputs,
        page,
        inspector,
        gateway: source.gateway,
        version: options.version,
        cloud: cloud.baseUrl,
        env: cloud.environment,
        startedInMs: millisecondsUp(),
      });
      if (options.open) {
        open(page, reporter);
      }
      const stopListening = options.json
        ? undefined
        : listenForKeys(chat, reporter, { page, inspector });
      if (stopListening) reporter.listensForKeys(KEYS);
      await stopped;
      stopListening?.();
    }
  } catch (error) {
    reporter.gaveUp();
    throw error;
  } finally {
    // What the end cuts short is no failure of the chat.
    activities = undefined;
    await watch?.close();
    await cloud.close();
  }
  reporter.stopped();
  if (!isComplete) {
    // What a deployment that was cut short has under way would keep the process running.
    abandonRun();
    process.exit();
  }
}

function listenForKeys(
  chat: LiveChat,
  reporter: Reporter,
  { page, inspector }: { readonly page: string; readonly inspector: string },
): (() => void) | undefined {
  const actions: Record<keyof typeof KEYS, () => void> = {
    o: () => open(page, reporter),
    i: () => open(inspector, reporter),
    r: () => void chat.reload(),
    // As Ctrl-C; Windows has no signals to send.
    q: () => void process.emit('SIGINT'),
  };
  return onKeys(actions);
}

function open(url: string, reporter: Reporter): void {
  openBrowser(url, () => reporter.notice(`No browser could be opened. Open ${url} in yours.`));
}

async function deployOnto(
  cloud: LocalCloud,
  source: ProgramSource,
  reporter: Reporter,
  { retired = false }: StartOptions,
): Promise<Deployment> {
  setEnvironment(pointedAtLocalCloud(process.env, cloud.environment));
  try {
    return await deploy({
      ...(await source.read()),
      cloud,
      onCreated: (resource) => reporter.created(resource),
    });
  } catch (error) {
    throw error instanceof ResourceRefused
      ? new CommandError(error.message + (retired ? WITHOUT_SERVICES : ''), { cause: error })
      : error;
  }
}

/** Milliseconds since the process started. */
function millisecondsUp(): number {
  return Math.round(process.uptime() * 1000);
}
