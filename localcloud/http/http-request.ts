/** An HTTP request with its whole body, as it came over the wire. */
export interface HttpRequest {
  /** In upper case. */
  readonly method: string;
  /** Percent-encoded as sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Names in lower case; `host` is the host that the request names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
