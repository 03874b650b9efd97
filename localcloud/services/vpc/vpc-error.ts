import { ActionError } from '../action-error';

/** Codes of VPC that the local cloud answers with, besides the common ones. */
export type VpcErrorCode =
  | 'InvalidParameterValue'
  | 'InvalidParameterValue.Range'
  | 'ResourceInUse'
  | 'ResourceInUse.Address'
  | 'ResourceNotFound'
  | 'UnsupportedOperation.AddressStatusNotPermit';

export class VpcError extends ActionError<VpcErrorCode> {}
