import { ActionError } from '../action-error';

/** Codes of SCF that the local cloud answers with. */
export type ScfErrorCode =
  | 'FailedOperation.FunctionStatusError'
  | 'FailedOperation.QcsRoleNotFound'
  | 'InvalidParameter.FunctionName'
  | 'InvalidParameter.Payload'
  | 'InvalidParameterValue.Environment'
  | 'InvalidParameterValue.EnvironmentExceededLimit'
  | 'InvalidParameterValue.EnvironmentSystemProtect'
  | 'InvalidParameterValue.Handler'
  | 'InvalidParameterValue.InlineZipFile'
  | 'InvalidParameterValue.MemorySize'
  | 'InvalidParameterValue.Param'
  | 'InvalidParameterValue.Qualifier'
  | 'InvalidParameterValue.Runtime'
  | 'InvalidParameterValue.ZipFile'
  | 'InvalidParameterValue.ZipFileBase64BinasciiError'
  | 'LimitExceeded.Function'
  | 'LimitExceeded.Timeout'
  | 'ResourceInUse.Function'
  | 'ResourceNotFound.Function'
  | 'ResourceNotFound.FunctionName'
  | 'ResourceNotFound.Namespace';

export class ScfError extends ActionError<ScfErrorCode> {}
