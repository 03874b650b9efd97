import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { textAnswer, type Endpoint, type HttpAnswer } from './http-answer';
import type { HttpRequest } from './http-request';
import { LivePage, REVISIONS_PATH } from './live-page';

/** Pulumi writes the page of a stack into a file, of which the cloud knows nothing. */
const NO_PAGE =
  'The local cloud is up. What npm run up deploys onto it has its page in dist/<stack>/index.html, which a browser opens from there; /_inspector shows what passes through.';

/** Serves the chat page on the local cloud's own address. */
export class PageEndpoint {
  private livePage: LivePage | undefined;

  /**
   * From now on `GET /` answers with this HTML, and windows on an earlier page load it.
   *
   * @returns whether the page is another one than before
   */
  publish(html: string): boolean {
    this.livePage ??= new LivePage();
    return this.livePage.publish(html);
  }

  /** Takes a window that wants to hear of new versions; false where there is nothing to hear. */
  upgrade(path: string, request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    if (!this.livePage || path !== REVISIONS_PATH) return false;
    this.livePage.watch(request, socket, head);
    return true;
  }

  readonly answer: Endpoint = (request) => Promise.resolve(this.answerNow(request));

  private answerNow({ method, path, headers }: HttpRequest): HttpAnswer {
    if (path !== '/') return textAnswer(404, 'There is nothing here.');
    if (method !== 'GET' && method !== 'HEAD') {
      return textAnswer(405, 'This is a page: GET it. A call of an API needs X-TC-Action.');
    }
    return this.livePage
      ? pageAnswer(this.livePage.contentFor(headers['host'] ?? ''))
      : textAnswer(200, NO_PAGE);
  }
}

function pageAnswer(body: string): HttpAnswer {
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
