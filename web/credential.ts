import { jwtSubprotocol, tokenSubprotocol } from '../protocol/access';
import type { PageStorage } from './storage';

const NAME = 'credential';
/** What a JWT is made of (RFC 7515 §3.1); a browser refuses a subprotocol of anything else. */
const JWT = /^[\w.-]+$/;

/** What of the page's address it needs. */
export interface PageAddress {
  /** With its `#`; empty where there is none. */
  readonly hash: string;
}

/**
 * The subprotocol that shows that the reader may come in, if the address brings a credential: as
 * `#token=` or `#jwt=`, since a fragment is never sent to a server.
 */
export function credentialIn({ hash }: PageAddress): string | undefined {
  const fragment = new URLSearchParams(hash.slice(1));
  const token = fragment.get('token');
  if (token) return tokenSubprotocol(token);
  const jwt = fragment.get('jwt') ?? '';
  return JWT.test(jwt) ? jwtSubprotocol(jwt) : undefined;
}

/** The one that the address brings, which is kept for this tab; or else the one that was kept. */
export function credentialOf(address: PageAddress, ofTab: PageStorage): string | undefined {
  const brought = credentialIn(address);
  if (brought !== undefined) ofTab.write(NAME, brought);
  return brought ?? ofTab.read(NAME) ?? undefined;
}
