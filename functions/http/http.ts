import type { IncomingHttpHeaders } from 'node:http';

export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Where to connect: scheme, host name and port; its path does not count. */
  readonly origin: URL;
  /** Path and query, as they go on the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Until the whole answer is there. */
  readonly timeoutMs: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends one request. Rejects with HttpError where no whole answer came, and only then. */
export type SendHttp = (request: HttpRequest) => Promise<HttpResponse>;

/** No answer, or not all of it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  /** `reason` is `time-out` or the system's error code, e.g. `ECONNREFUSED`; it names no host. */
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`No answer: ${reason}`, options);
  }
}
