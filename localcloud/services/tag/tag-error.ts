import { ActionError } from '../action-error';

/** Codes of the tag product that the local cloud answers with. */
export type TagErrorCode = 'InvalidParameterValue.ResourceDescriptionError';

export class TagError extends ActionError<TagErrorCode> {}
