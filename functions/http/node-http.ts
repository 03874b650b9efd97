import * as http from 'node:http';
import * as https from 'node:https';
import { HttpError, type HttpRequest, type HttpResponse } from './http';

// Outlive the invocation, so that the next one on this instance finds its sockets open.
const HTTP_AGENT = new http.Agent({ keepAlive: true });
const HTTPS_AGENT = new https.Agent({ keepAlive: true });

/** SendHttp over kept-alive sockets. Redirects are answers like any other. */
export function sendHttp(
  { method, origin, path, headers, body }: HttpRequest,
  timeoutMs: number,
): Promise<HttpResponse | HttpError> {
  const secure = origin.protocol === 'https:';
  return new Promise((resolve) => {
    const outgoing = (secure ? https : http).request({
      agent: secure ? HTTPS_AGENT : HTTP_AGENT,
      hostname: origin.hostname.replace(/^\[|\]$/g, ''), // An IPv6 address stands without brackets here.
      port: origin.port,
      path,
      method,
      // An array goes out as it is, and so in less time; Node adds no Host to it.
      headers: [...headers, 'Content-Length', Buffer.byteLength(body).toString()],
    });
    const timer = setTimeout(() => {
      resolve(new HttpError('time-out'));
      outgoing.destroy();
    }, timeoutMs);

    function failWith(cause: NodeJS.ErrnoException): void {
      clearTimeout(timer);
      resolve(new HttpError(cause.code ?? 'network error', { cause }));
    }

    outgoing.on('error', failWith);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', failWith);
      incoming.on('end', () => {
        clearTimeout(timer);
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.end(body);
  });
}
