import { ActionError } from '../action-error';

/** Codes of DNSPod that the local cloud answers with, besides the common ones (1427/56192). */
export type DnspodErrorCode =
  | 'InvalidParameter.DomainRecordExist'
  | 'InvalidParameter.RecordIdInvalid'
  | 'InvalidParameter.RecordValueInvalid'
  | 'LimitExceeded.RecordTtlLimit'
  | 'ResourceNotFound.NoDataOfRecord';

export class DnspodError extends ActionError<DnspodErrorCode> {}
