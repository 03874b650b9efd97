import { AwsV4Signer } from 'aws4fetch';
import { createHash } from 'node:crypto';
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { RoleCredentials } from '../runtime/invocation';
import { MachineError } from './machine';
import type { MachineContent } from './read-user-data';

export interface BundleSource {
  /** Where this cloud is, COS included. */
  readonly baseUrl: string;
  readonly region: string;
  /** Of the machine's role. */
  readonly credentials: RoleCredentials;
}

/**
 * Fetches a bundle from this cloud's COS, as the machine's role, and checks its hash.
 *
 * @throws MachineError when the role may not read it, it is not there, or it is another one
 */
export async function fetchBundle(
  { url, sha256 }: MachineContent['bundle'],
  { baseUrl, region, credentials }: BundleSource,
): Promise<Buffer> {
  const { host, pathname } = new URL(url);
  const signed = await new AwsV4Signer({
    method: 'GET',
    // The local cloud has no TLS; the host is what it goes by.
    url: `http://${host}${pathname}`,
    headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
    accessKeyId: credentials.secretId,
    secretAccessKey: credentials.secretKey,
    sessionToken: credentials.sessionToken,
    service: 's3',
    region,
  }).sign();
  const { status, body } = await get(baseUrl, signed.url.href, {
    ...Object.fromEntries(signed.headers),
    host,
  });
  if (status !== 200) {
    throw new MachineError(`The machine's role got ${status} when it asked for the bundle ${url}.`);
  }
  const found = createHash('sha256').update(body).digest('hex');
  if (found !== sha256) {
    throw new MachineError(`The bundle ${url} has the SHA-256 ${found}, expected ${sha256}.`);
  }
  return body;
}

/** Through the cloud's port as an HTTP proxy, as all of its clients do. */
function get(
  baseUrl: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly body: Buffer }> {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    http
      .get({ host: hostname, port, path, headers, agent: false }, (response) => {
        buffer(response).then(
          (body) => resolve({ status: response.statusCode ?? 0, body }),
          reject,
        );
      })
      .on('error', reject);
  });
}
