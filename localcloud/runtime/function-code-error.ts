export type FunctionCodeErrorCode =
  | 'HandlerFileMissing'
  | 'InvalidHandler'
  | 'PathEscapes'
  | 'TooLarge'
  | 'UnreadableZip'
  | 'UnsupportedRuntime';

/** Why a function's zip or definition cannot be run. The message is for whoever made them. */
export class FunctionCodeError extends Error {
  constructor(
    readonly code: FunctionCodeErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'FunctionCodeError';
  }
}
