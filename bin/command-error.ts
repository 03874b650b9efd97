/** A mistake the user can mend: printed as it is, without a stack trace. */
export class CommandError extends Error {}
