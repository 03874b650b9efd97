import type { CloudFaults } from '../../../localcloud/faults';
import type { EngineProject, RunningEngine } from './engine-project';
import { holdAnswers } from './held-answers';

/** Whatever does not depend on each other is made at once, also where there is one core. */
const ALL_AT_ONCE = ['--parallel', '16'];

export interface CutOff {
  readonly project: EngineProject;
  readonly faults: CloudFaults;
  readonly command: 'up' | 'destroy';
  /** Actions whose answers do not arrive. */
  readonly actions: readonly string[];
  /** What else it has to wait for once it runs, and may kill it itself; those actions unless given. */
  readonly moment?: (running: RunningEngine) => Promise<unknown>;
}

/**
 * Kills a command on the local stack after the cloud has done all of some actions, and before
 * their answers arrive. Gives what it said.
 */
export async function cutOff({
  project,
  faults,
  command,
  actions,
  moment,
}: CutOff): Promise<string> {
  const answers = holdAnswers(faults, actions);
  const running = project.start(command, '--stack', 'local', ...ALL_AT_ONCE);
  await Promise.race([moment?.(running) ?? answers.done, running.ended]);
  await running.kill();
  answers.release();
  const { output, code } = await running.ended;
  if (code !== null) throw new Error(`It had ended before that, with ${code}.\n${output}`);
  return output;
}
