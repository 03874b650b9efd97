import { ActionError } from '../action-error';

/** Codes of CLB that the local cloud answers with, besides the common ones. */
export type ClbErrorCode =
  | 'FailedOperation'
  | 'InvalidParameter'
  | 'InvalidParameter.LBIdNotFound'
  | 'InvalidParameter.ListenerIdNotFound'
  | 'InvalidParameterValue';

export class ClbError extends ActionError<ClbErrorCode> {}
