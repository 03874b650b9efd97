import { ProjectConfigError } from '../localcloud/deploy/project-config-error';
import { CommandError } from './command-error';

/**
 * Our own mistakes keep their stack trace. The program reports the user's by Pulumi's RunError,
 * of which there may be several copies, and the loader by its CompileError.
 */
export function isUserMistake(error: unknown): error is Error {
  return (
    error instanceof CommandError ||
    error instanceof ProjectConfigError ||
    (error instanceof Error && ('__pulumiRunError' in error || error.name === 'CompileError'))
  );
}
