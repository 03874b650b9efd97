import { ActionError } from '../action-error';

/** Codes of TencentDB for Redis that the local cloud answers with, besides the common ones. */
export type RedisErrorCode =
  | 'FailedOperation.SystemError'
  | 'InvalidParameterValue'
  | 'ResourceNotFound.InstanceNotExists'
  | 'UnsupportedOperation.InstanceStatusAbnormal';

export class RedisError extends ActionError<RedisErrorCode> {}
