/** Why a signature was not accepted. */
export type SignatureFailure =
  | 'missing'
  | 'malformed'
  | 'unknown key'
  | 'wrong token'
  | 'outside its time'
  | 'wrong body hash'
  | 'mismatch';

/** Names the reason and nothing of the request, which may hold secrets. */
export class SignatureError extends Error {
  constructor(
    readonly reason: SignatureFailure,
    options?: ErrorOptions,
  ) {
    super(`signature refused: ${reason}`, options);
    this.name = 'SignatureError';
  }
}
