import type { Readable } from 'node:stream';
import type { HttpRequest } from './http-request';

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent as it comes, and is destroyed when nobody reads it any more. */
  readonly body?: string | Buffer | Readable;
}

/** Answers a whole request. Never rejects. */
export type Endpoint = (request: HttpRequest) => Promise<HttpAnswer>;

/** An answer for people to read. */
export function textAnswer(status: number, text: string): HttpAnswer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: `${text}\n` };
}
