import { ActionError } from '../action-error';

/** Codes of CAM that the local cloud answers with. */
export type CamErrorCode =
  | 'FailedOperation.PolicyNameInUse'
  | 'InvalidParameter.ActionError'
  | 'InvalidParameter.ConditionError'
  | 'InvalidParameter.EffectError'
  | 'InvalidParameter.PolicyDocumentError'
  | 'InvalidParameter.PolicyIdNotExist'
  | 'InvalidParameter.PolicyNameError'
  | 'InvalidParameter.PrincipalError'
  | 'InvalidParameter.ResourceError'
  | 'InvalidParameter.RoleNameError'
  | 'InvalidParameter.RoleNameInUse'
  | 'InvalidParameter.RoleNotExist'
  | 'InvalidParameter.StatementError'
  | 'InvalidParameter.VersionError'
  | 'ResourceNotFound.PolicyIdNotFound';

export class CamError extends ActionError<CamErrorCode> {}
