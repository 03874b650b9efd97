import { ActionError } from '../action-error';

/** Codes of VPC that the local cloud answers with, besides the common ones. */
export type VpcErrorCode =
  | 'InvalidParameter.Coexist'
  | 'InvalidParameterValue'
  | 'InvalidParameterValue.Range'
  | 'ResourceInUse'
  | 'ResourceInUse.Address'
  | 'ResourceNotFound'
  | 'UnsupportedOperation.AddressStatusNotPermit'
  | 'UnsupportedOperation.VersionMismatch';

export class VpcError extends ActionError<VpcErrorCode> {}
