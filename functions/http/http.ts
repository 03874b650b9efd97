import type { IncomingHttpHeaders } from 'node:http';

export interface HttpRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Where to connect: scheme, host name and port; its path does not count. */
  readonly origin: URL;
  /** Path and query, as they go on the wire. */
  readonly path: string;
  /** Names and values in turn, as they go on the wire; without Content-Length. */
  readonly headers: readonly string[];
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Sends one request, and waits `timeoutMs` for the whole answer. What the network does is a result,
 * not a rejection.
 */
export type SendHttp = (
  request: HttpRequest,
  timeoutMs: number,
) => Promise<HttpResponse | HttpError>;

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
