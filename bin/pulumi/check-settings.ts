import { settingProblems } from '../../infra/settings';
import { CommandError } from '../command-error';
import { readStackSettings } from './stack-settings';

/**
 * Refuses settings that are wrong one by one, before Pulumi makes the stack and then refuses them
 * without a word on where they are. What does not go together is left to the program, which sees
 * the encrypted ones too.
 *
 * @param args what the command is given; what it sets itself is not in a file yet
 */
export function checkSettings(root: string, stack: string, args: readonly string[]): void {
  if (args.some((arg) => /^(-c|--config)/.test(arg))) return;
  const { project, plain } = readStackSettings(root, stack);
  const problems = settingProblems(plain, { project, stack });
  if (problems.length > 0) {
    throw new CommandError(
      `The settings of the stack "${stack}", in Pulumi.${stack}.yaml or else in Pulumi.yaml, are wrong. Nothing was changed.\n- ${problems.join('\n- ')}`,
    );
  }
}
