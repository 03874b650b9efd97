import type { ErrNo } from '../../protocol/err-no';

/**
 * A failure that has an answer: `errNo` and `message`, which is fit for a person, go to the caller;
 * `detail` goes to the log only and holds no secret, no message text and no full connection id.
 */
export abstract class InvocationError extends Error {
  constructor(
    readonly errNo: Exclude<ErrNo, 0>,
    message: string,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
