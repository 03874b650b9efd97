import {
  NeedsNewDeployment,
  ResourceRefused,
  type Deployment,
} from '../../localcloud/deploy/deploy';
import type { LocalCloud } from '../../localcloud/local-cloud';
import { parseOutputs } from '../outputs';
import type { ReloadFailure, Reporter } from '../reporters/reporter';
import { isUserMistake } from '../user-mistake';
import type { ProgramSource } from './program-source';
import { Reloader } from './reloader';
import { watchSources, type SourceWatch } from './watch-sources';

/** Takes up what is saved in the project while its chat runs on a local cloud. */
export class LiveChat {
  private readonly reloader = new Reloader(() => this.reloadNow());
  private readonly toldOf = new Set<string>();
  private noticedAt: number | undefined;
  private begin: (deployment: Deployment) => void = () => undefined;
  /** Reloads wait for it. */
  private readonly begun = new Promise<Deployment>((resolve) => {
    this.begin = resolve;
  });

  constructor(
    private readonly source: ProgramSource,
    private readonly stack: string,
    private readonly cloud: LocalCloud,
    private readonly reporter: Reporter,
  ) {}

  /** The program has been deployed: its page is served, and what was saved meanwhile counts. */
  deployed(deployment: Deployment): void {
    this.publishPage();
    this.begin(deployment);
  }

  /** Loads and runs the program again and changes what has become different; connections stay. */
  reload(): Promise<void> {
    this.noticedAt ??= performance.now();
    this.source.forget();
    return this.reloader.request();
  }

  /** Reloads whenever something of the program is saved. */
  watch(): SourceWatch {
    return watchSources(this.source.root, this.stack, {
      programChanged: (file) => {
        this.noticedAt ??= performance.now();
        this.source.changed(file);
      },
      burstEnded: () => void this.reloader.request(),
      runningCodeChanged: (file) => this.askForRestart(file),
      failed: ({ message }) => {
        this.reporter.notice(`Files are no longer watched, so r has to be pressed. ${message}`);
      },
    });
  }

  private async reloadNow(): Promise<void> {
    const deployment = await this.begun;
    const noticedAt = this.noticedAt ?? performance.now();
    this.noticedAt = undefined;
    const { wsUrl } = parseOutputs(deployment.outputs);
    try {
      const changed = await deployment.update(await this.source.read());
      const page = this.publishPage();
      const durationMs = Math.round(performance.now() - noticedAt);
      this.reporter.reloaded({ changed, page, durationMs });
    } catch (error) {
      const { reason, needsRestart } = failureOf(error);
      this.reporter.reloadFailed({ reason: this.source.placeInSources(reason), needsRestart });
    }
    const now = parseOutputs(deployment.outputs);
    if (now.wsUrl !== wsUrl) this.reporter.notice(`Clients now connect to ${now.wsUrl}`);
  }

  /** Serves the page that was built last. Returns whether it is another one than before. */
  private publishPage(): boolean {
    const { page } = this.source;
    return page !== undefined && this.cloud.publishPage(page);
  }

  private askForRestart(file: string): void {
    if (this.toldOf.has(file)) return;
    this.toldOf.add(file);
    const reason = `${file} is part of the running command: it counts from the next npm start on.`;
    this.reporter.reloadFailed({ reason, needsRestart: true });
  }
}

function failureOf(error: unknown): ReloadFailure {
  if (error instanceof NeedsNewDeployment) {
    const reason = `${error.message} Everything is as it was; npm start anew takes it up.`;
    return { reason, needsRestart: true };
  }
  if (isUserMistake(error) || error instanceof ResourceRefused) {
    return { reason: error.message, needsRestart: false };
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { reason, needsRestart: false };
}
