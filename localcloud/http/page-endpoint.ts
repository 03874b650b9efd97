import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { textAnswer, type Endpoint, type HttpAnswer } from './http-answer';
import { LivePage, REVISIONS_PATH } from './live-page';

export interface PublishOptions {
  /**
   * Whether windows on an earlier version of the page load the new one. The file is read now, and
   * when it is published again.
   */
  readonly live?: boolean;
}

/** Pulumi writes the page of a stack into a file, of which the cloud knows nothing. */
const NO_PAGE =
  'The local cloud is up. What npm run up deploys onto it has its page in dist/<stack>/index.html, which a browser opens from there; /_inspector shows what passes through.';

/** Serves the chat page on the local cloud's own address. */
export class PageEndpoint {
  private filePath: string | undefined;
  private livePage: LivePage | undefined;

  /**
   * From now on `GET /` answers with this HTML file, read anew each time unless it is live.
   *
   * @returns whether the page is another one than before
   * @throws the system's own error when the file of a live page cannot be read
   */
  publish(filePath: string, { live = false }: PublishOptions = {}): boolean {
    const isNew = this.filePath !== filePath;
    this.filePath = filePath;
    if (!live) return isNew;
    this.livePage ??= new LivePage();
    return this.livePage.publish(readFileSync(filePath, 'utf8'));
  }

  /** Takes a window that wants to hear of new versions; false where there is nothing to hear. */
  upgrade(path: string, request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (!this.livePage || path !== REVISIONS_PATH) return false;
    this.livePage.watch(request, socket, head);
    return true;
  }

  readonly answer: Endpoint = async ({ method, path, headers }) => {
    if (path !== '/') return textAnswer(404, 'There is nothing here.');
    if (method !== 'GET' && method !== 'HEAD') {
      return textAnswer(405, 'This is a page: GET it. A call of an API needs X-TC-Action.');
    }
    if (this.livePage) return pageAnswer(this.livePage.contentFor(headers['host'] ?? ''));
    if (this.filePath === undefined) {
      return textAnswer(200, NO_PAGE);
    }
    return readPage(this.filePath);
  };
}

async function readPage(filePath: string): Promise<HttpAnswer> {
  try {
    return pageAnswer(await readFile(filePath));
  } catch {
    return textAnswer(500, 'The page has been deployed, but its file cannot be read any more.');
  }
}

function pageAnswer(body: string | Buffer): HttpAnswer {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      // The rest of the policy is in the page, wherever it is served from; this no page can say.
      'Content-Security-Policy': "frame-ancestors 'none'",
    },
    body,
  };
}
