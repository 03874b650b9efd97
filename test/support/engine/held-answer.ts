import type { CloudFaults } from '../../../localcloud/faults';

/** An action that the cloud runs, but whose answer never comes. */
export interface HeldAnswer {
  /** Resolves once the action has been run. */
  readonly done: Promise<void>;
  /** From now on it answers again. */
  release(): void;
}

/** Holds back every answer of one action, so that whoever called it can be killed meanwhile. */
export function holdAnswer(faults: CloudFaults, held: string): HeldAnswer {
  let tell: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (tell = resolve));
  faults.api = async ({ action }, proceed) => {
    const answer = await proceed();
    if (action !== held) return answer;
    tell();
    return new Promise<object>(() => undefined);
  };
  return {
    done,
    release() {
      faults.api = undefined;
    },
  };
}
