import { ActionError } from '../action-error';

/** Codes of CVM that the local cloud answers with, besides the common ones. */
export type CvmErrorCode =
  | 'InvalidImageId.NotFound'
  | 'InvalidInstanceId.NotFound'
  | 'InvalidInstanceType.ValueNotSupported'
  | 'InvalidParameterValue'
  | 'InvalidUserData'
  | 'InvalidZone.MismatchRegion'
  | 'OperationDenied.InstanceOperationInProgress'
  | 'UnsupportedOperation.InstanceStateStopped';

export class CvmError extends ActionError<CvmErrorCode> {}
