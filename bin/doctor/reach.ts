import http from 'node:http';
import https from 'node:https';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

/** What came of asking a host for something. */
export type Reach =
  | {
      readonly reached: true;
      /** The HTTP status, after redirects. */
      readonly status: number;
      readonly durationMs: number;
      /** Size of what was asked for, in bytes, where the host says it. */
      readonly size?: number;
    }
  | { readonly reached: false; readonly reason: string };

/** GitHub sends its files from another host, which takes one redirect. */
const MAX_REDIRECTS = 5;

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'DNS finds no such host',
  EAI_AGAIN: 'DNS does not answer',
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'the connection was cut',
  ENETUNREACH: 'there is no network',
  EHOSTUNREACH: 'there is no way to it',
};

/**
 * Asks for the head of what is at a URL: straight, or by the proxy that the environment names for
 * it. Never rejects.
 *
 * @param timeoutMs for all of it, redirects included
 */
export async function reach(url: string, timeoutMs: number): Promise<Reach> {
  const signal = AbortSignal.timeout(timeoutMs);
  const start = performance.now();
  try {
    const { statusCode = 0, headers } = await head(new URL(url), signal, MAX_REDIRECTS);
    const size = Number(headers['content-length']);
    return {
      reached: true,
      status: statusCode,
      durationMs: performance.now() - start,
      ...(statusCode === 200 && size > 0 && { size }),
    };
  } catch (error) {
    const reason = signal.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(error);
    return { reached: false, reason };
  }
}

async function head(
  url: URL,
  signal: AbortSignal,
  redirects: number,
): Promise<http.IncomingMessage> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    request(url, { method: 'HEAD', signal, agent: agentFor(url) })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
  response.resume();
  const { location } = response.headers;
  const isRedirect = Math.floor((response.statusCode ?? 0) / 100) === 3;
  return isRedirect && location !== undefined && redirects > 0
    ? head(new URL(location, url), signal, redirects - 1)
    : response;
}

/** An agent of its own for each request, so that no kept connection outlives the report. */
function agentFor(url: URL): http.Agent {
  const proxy = getProxyForUrl(url.href);
  if (url.protocol === 'https:') {
    return proxy === '' ? new https.Agent() : new HttpsProxyAgent(proxy);
  }
  return proxy === '' ? new http.Agent() : new HttpProxyAgent(proxy);
}

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? (code || message);
}
