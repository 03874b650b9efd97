import { textAnswer, type Endpoint } from './http-answer';

/** Where the local cloud's own address has the certificate of its authority. */
export const AUTHORITY_PATH = '/_authority.pem';

/**
 * Gives out the certificate of the authority that signs those of machines, so that clients can be
 * told to trust it: it is a local cloud's own, and nobody else does.
 *
 * @param authority as PEM; undefined as long as no machine has needed one
 */
export function createAuthorityEndpoint(authority: () => Promise<Buffer | undefined>): Endpoint {
  return async () => {
    const body = await authority();
    if (body === undefined) return textAnswer(404, 'No machine here speaks TLS.');
    return { status: 200, headers: { 'Content-Type': 'application/x-pem-file' }, body };
  };
}
