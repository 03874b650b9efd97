import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RoleCredentials } from '../runtime/invocation';

/** Keys of a role with their end, in milliseconds since the epoch. */
export interface IssuedCredentials {
  readonly credentials: RoleCredentials;
  readonly expiresAt: number;
}

export interface MetadataService {
  /** e.g. `http://127.20.3.10:40123`. */
  readonly url: string;
  close(): void;
}

const CREDENTIALS_PATH = '/latest/meta-data/cam/security-credentials/';

/**
 * The metadata service of one machine, at the machine's own address: it knows that machine's role
 * and no other (598/85616), and not even that one once it is deleted.
 */
export async function startMetadataService(
  address: string,
  role: string,
  issue: () => IssuedCredentials | undefined,
): Promise<MetadataService> {
  const server = createServer((request, response) => {
    const isAsked = request.method === 'GET' && request.url === `${CREDENTIALS_PATH}${role}`;
    const issued = isAsked ? issue() : undefined;
    if (issued === undefined) {
      response.writeHead(404).end('Not Found');
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer(issued)));
  });
  server.listen(0, address);
  await once(server, 'listening');
  // Only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer({ credentials, expiresAt }: IssuedCredentials) {
  return {
    TmpSecretId: credentials.secretId,
    TmpSecretKey: credentials.secretKey,
    Token: credentials.sessionToken,
    ExpiredTime: Math.floor(expiresAt / 1000),
    Expiration: new Date(expiresAt).toISOString(),
    Code: 'Success',
  };
}
