import * as pulumi from '@pulumi/pulumi';

/**
 * A mistake the user can mend. Pulumi prints the message of a RunError without a stack trace.
 * The message says what is wrong, what was expected, and how to fix it.
 */
export class UserError extends pulumi.RunError {}
