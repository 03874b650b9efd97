import type { Session } from 'node:inspector';
import * as hooks from '@pulumi/pulumi/runtime/closure/v8Hooks';
import { withDebugger } from '../../../localcloud/deploy/debugger';

const { getSessionAsync } = hooks as unknown as { getSessionAsync: () => Promise<Session> };

/** Asks Pulumi's session for something that only a debugger that is on can do. */
async function isDebuggerOn(): Promise<boolean> {
  const session = await getSessionAsync();
  return new Promise((resolve) => {
    session.post('Debugger.setPauseOnExceptions', { state: 'none' }, (error) =>
      resolve(error === null),
    );
  });
}

describe("V8's debugger", () => {
  it('is on while it is needed, each time, and off after that', async () => {
    for (let run = 0; run < 2; run += 1) {
      expect(await withDebugger(isDebuggerOn)).toBe(true);
      expect(await isDebuggerOn()).toBe(false);
    }
  });

  it('is off after a failure', async () => {
    await expect(withDebugger(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await isDebuggerOn()).toBe(false);
  });
});
