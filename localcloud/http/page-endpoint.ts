import { readFile } from 'node:fs/promises';
import { textAnswer, type Endpoint, type HttpAnswer } from './http-answer';

/** Serves the chat page on the local cloud's own address. */
export class PageEndpoint {
  private filePath: string | undefined;

  /** From now on `GET /` answers with this HTML file, read anew each time. */
  publish(filePath: string): void {
    this.filePath = filePath;
  }

  readonly answer: Endpoint = async ({ method, path }) => {
    if (path !== '/') return textAnswer(404, 'There is nothing here.');
    if (method !== 'GET' && method !== 'HEAD') {
      return textAnswer(405, 'This is a page: GET it. A call of an API needs X-TC-Action.');
    }
    if (this.filePath === undefined) {
      return textAnswer(200, 'The local cloud is up. Nothing has been deployed yet.');
    }
    return readPage(this.filePath);
  };
}

async function readPage(filePath: string): Promise<HttpAnswer> {
  try {
    return {
      status: 200,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      },
      body: await readFile(filePath),
    };
  } catch {
    return textAnswer(500, 'The page has been deployed, but its file cannot be read any more.');
  }
}
