import { ActionError } from '../action-error';

/** Codes of API Gateway that the local cloud answers with. */
export type ApigatewayErrorCode =
  | 'FailedOperation.ScfError'
  | 'InternalError.ApigwException'
  | 'InvalidParameterValue.InvalidApiRequestConfig'
  | 'InvalidParameterValue.InvalidScfConfig'
  | 'InvalidParameterValue.InvalidServiceType'
  | 'InvalidParameterValue.InvalidWSMethod'
  | 'InvalidParameterValue.RangeExceeded'
  | 'LimitExceeded.ApiCountLimitExceeded'
  | 'LimitExceeded.ServiceCountLimitExceeded'
  | 'ResourceNotFound.InvalidApi'
  | 'ResourceNotFound.InvalidService'
  | 'UnsupportedOperation'
  | 'UnsupportedOperation.ModifyProtocol'
  | 'UnsupportedOperation.UnsupportedDeleteService';

export class ApigatewayError extends ActionError<ApigatewayErrorCode> {}
