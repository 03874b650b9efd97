import * as pulumi from '@pulumi/pulumi';
import { writeToDist } from './bundle/dist';
import { renderPage, type CompiledPage } from './bundle/page';
import type { Settings } from './settings';

/** Longest pause between two heartbeats, in seconds; each one costs a call of transport. */
const MAX_HEARTBEAT_SECONDS = 240;

/** How often the page must send something so that its connection is never closed as idle. */
export function heartbeatSeconds(serviceTimeout: number): number {
  return Math.max(1, Math.min(MAX_HEARTBEAT_SECONDS, Math.floor(serviceTimeout * 0.45)));
}

/**
 * Writes the page with the URL in it, as one file that works from anywhere, also from disk.
 *
 * @returns the file's path relative to the project's root
 */
export function pageFile(args: {
  readonly root: string;
  readonly stack: string;
  readonly page: CompiledPage;
  readonly wsUrl: pulumi.Output<string>;
  readonly settings: Pick<Settings, 'serviceTimeout' | 'accessToken' | 'accessJwtKey'>;
  /** Gets the HTML, too. */
  readonly onPage: ((html: string) => void) | undefined;
}): pulumi.Output<string> {
  const file = `dist/${args.stack}/index.html`;
  return args.wsUrl.apply(async (wsUrl) => {
    if (!pulumi.runtime.isDryRun()) {
      const html = renderPage(args.page, {
        wsUrl,
        heartbeatSeconds: heartbeatSeconds(args.settings.serviceTimeout),
        isPrivate: args.settings.accessToken !== '' || args.settings.accessJwtKey !== '',
      });
      await writeToDist(args.root, file, html);
      args.onPage?.(html);
    }
    return file;
  });
}
