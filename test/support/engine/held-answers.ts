import type { CloudFaults } from '../../../localcloud/faults';

/** Actions that the cloud runs, but whose answers never come. */
export interface HeldAnswers {
  /** Resolves once each of the actions has been run. */
  readonly done: Promise<void>;
  /** From now on they answer again. */
  release(): void;
}

/** Holds back every answer of some actions, so that whoever called them can be killed meanwhile. */
export function holdAnswers(faults: CloudFaults, actions: readonly string[]): HeldAnswers {
  const awaited = new Set(actions);
  let tell: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (tell = resolve));
  faults.api = async ({ action }, proceed) => {
    const answer = await proceed();
    if (!actions.includes(action)) return answer;
    awaited.delete(action);
    if (awaited.size === 0) tell();
    return new Promise<object>(() => undefined);
  };
  return {
    done,
    release() {
      faults.api = undefined;
    },
  };
}
