import { createHash, timingSafeEqual } from 'node:crypto';
import { TOKEN_SUBPROTOCOL_PREFIX, tokenSubprotocol } from '../../protocol/access';
import { AccessError, type Access } from './access';

/** Lets in who offers the token that all members share. */
export function sharedToken(token: string): Access {
  const expected = digest(tokenSubprotocol(token));
  return {
    check(subprotocols) {
      const offered = subprotocols.find((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
      if (offered === undefined) return Promise.reject(new AccessError('a token is needed'));
      return timingSafeEqual(digest(offered), expected)
        ? Promise.resolve()
        : Promise.reject(new AccessError('the token is not the right one'));
    },
  };
}

/** Of one length whatever the text, as the comparison in constant time needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
