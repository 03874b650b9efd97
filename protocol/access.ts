/**
 * How a client shows that it may come in, where a chat asks for that: by a second subprotocol beside
 * `scf-chat`, since the gateway passes register no headers and no query. It is never echoed. Ours.
 */

/** Followed by the shared token: its UTF-8 in base64url. */
export const TOKEN_SUBPROTOCOL_PREFIX = 'scf-chat.token.';
/** Followed by a JWT as it is; its characters are all allowed in a subprotocol's name. */
export const JWT_SUBPROTOCOL_PREFIX = 'scf-chat.jwt.';

/** The subprotocol that carries a shared token. */
export function tokenSubprotocol(token: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(token));
  const base64url = btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return TOKEN_SUBPROTOCOL_PREFIX + base64url;
}

/** The subprotocol that carries a JWT. */
export function jwtSubprotocol(jwt: string): string {
  return JWT_SUBPROTOCOL_PREFIX + jwt;
}

/** Whether a subprotocol is one of those, which no answer may repeat. */
export function carriesSecret(subprotocol: string): boolean {
  return [TOKEN_SUBPROTOCOL_PREFIX, JWT_SUBPROTOCOL_PREFIX].some((prefix) =>
    subprotocol.startsWith(prefix),
  );
}
