import { JOSEError, JWTExpired } from 'jose/errors';
import { jwtVerify } from 'jose/jwt/verify';
import { JWT_SUBPROTOCOL_PREFIX } from '../../protocol/access';
import type { Clock } from '../invocation/clock';
import { AccessError, type Access } from './access';

/** By this algorithm and no other: the token must not choose how it is checked (RFC 8725 §3.1). */
const ALGORITHM = 'HS256';

/** Lets in who offers a JWT that was signed with the key and has not expired (RFC 7519). */
export function jsonWebToken(key: string, clock: Clock): Access {
  const secret = new TextEncoder().encode(key);
  return {
    async check(subprotocols) {
      const offered = subprotocols.find((name) => name.startsWith(JWT_SUBPROTOCOL_PREFIX));
      if (offered === undefined) throw new AccessError('a JWT is needed');
      try {
        await jwtVerify(offered.slice(JWT_SUBPROTOCOL_PREFIX.length), secret, {
          algorithms: [ALGORITHM],
          // One that never expires could not be taken back.
          requiredClaims: ['exp'],
          currentDate: new Date(clock.now()),
        });
      } catch (error) {
        // Whatever else is thrown is a fault of ours.
        if (!(error instanceof JOSEError)) throw error;
        const isExpired = error instanceof JWTExpired;
        const reason = isExpired ? 'the JWT has expired' : 'the JWT is not valid';
        throw new AccessError(reason, { cause: error });
      }
    },
  };
}
