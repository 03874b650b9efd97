import { JWT_SUBPROTOCOL_PREFIX, TOKEN_SUBPROTOCOL_PREFIX } from '../../protocol/access';

export const HIDDEN = '[hidden]';

/** A subprotocol that carries a secret, up to where its name ends (RFC 9110 §5.6.2, token). */
const SECRET_SUBPROTOCOL = new RegExp(
  `(${[TOKEN_SUBPROTOCOL_PREFIX, JWT_SUBPROTOCOL_PREFIX].map(escape).join('|')})[!#$%&'*+\\-.^_\`|~0-9A-Za-z]+`,
  'g',
);

/** Takes out of a text what a client shows to be let in, and any of the secrets given. */
export function hideSecrets(text: string, secrets: Iterable<string>): string {
  let hidden = text.replace(SECRET_SUBPROTOCOL, `$1${HIDDEN}`);
  for (const secret of secrets) hidden = hidden.replaceAll(secret, HIDDEN);
  return hidden;
}

/** Parameters of a signed URL (436/7778, and S3's own). */
const SIGNATURE_PARAMETER = /^(q-|x-amz-|x-cos-security-token=|sign=)/i;

/** A query as it was sent, without what signs it. */
export function queryWithoutSignature(query: string): string {
  return query
    .split('&')
    .filter((parameter) => !SIGNATURE_PARAMETER.test(parameter))
    .join('&');
}

function escape(text: string): string {
  return text.replace(/[.]/g, '\\$&');
}
