/** Where a request goes, by its first line and its Host header. */
export interface RequestTarget {
  readonly host: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
}

const ABSOLUTE_FORM = /^http:\/\/([^/?]+)([^]*)$/i;

/**
 * Splits a request target. In absolute form, as clients send it to a proxy, the target names the
 * host and the Host header counts for nothing (RFC 9112, 3.2.2). Undefined when it has neither of
 * the forms that carry a path.
 */
export function parseRequestTarget(target: string, hostHeader: string): RequestTarget | undefined {
  const absolute = ABSOLUTE_FORM.exec(target);
  const rest = absolute?.[2] ?? target;
  const pathAndQuery = absolute && !rest.startsWith('/') ? `/${rest}` : rest;
  if (!pathAndQuery.startsWith('/')) return undefined;
  const at = pathAndQuery.indexOf('?');
  return {
    host: absolute?.[1] ?? hostHeader,
    path: at < 0 ? pathAndQuery : pathAndQuery.slice(0, at),
    query: at < 0 ? '' : pathAndQuery.slice(at + 1),
  };
}
