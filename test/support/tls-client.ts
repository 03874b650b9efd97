import { once } from 'node:events';
import { Agent } from 'node:https';
import { WebSocket } from 'ws';
import { AUTHORITY_PATH } from '../../localcloud/http/authority-endpoint';

/** How to reach a name that no resolver knows, with a certificate that nobody else trusts. */
export interface TlsReach {
  /** Where the name is. */
  readonly address: string;
  /** The authority's certificate, as PEM; those that everybody trusts unless given. */
  readonly ca?: string;
}

/** What sends a client's requests there. */
export function agentFor({ address, ca }: TlsReach): Agent {
  return new Agent({
    ...(ca !== undefined && { ca }),
    lookup(_name, { all }, callback) {
      if (all === true) callback(null, [{ address, family: 4 }]);
      else callback(null, address, 4);
    },
  });
}

/** The certificate of a local cloud's authority. */
export async function authorityOf(baseUrl: string): Promise<string> {
  const response = await fetch(`${baseUrl}${AUTHORITY_PATH}`);
  if (!response.ok) throw new Error(`no authority: ${response.status}`);
  return response.text();
}

/** Connects, with the name checked against the certificate. */
export async function joinByTls(
  wsUrl: string,
  reach: TlsReach,
  subprotocols: readonly string[] = [],
): Promise<WebSocket> {
  const socket = new WebSocket(wsUrl, [...subprotocols], { agent: agentFor(reach) });
  await once(socket, 'open');
  return socket;
}
