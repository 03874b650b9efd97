import type { Session } from 'node:inspector';
import { promisify } from 'node:util';
import * as hooks from '@pulumi/pulumi/runtime/closure/v8Hooks';

/** Not in Pulumi's types, so it may go away; then the debugger stays as Pulumi leaves it. */
const { getSessionAsync } = hooks as { getSessionAsync?: () => Promise<Session> };

/**
 * Runs something that needs V8's debugger, by which Pulumi's runtime reads the code of dynamic
 * resources. Pulumi leaves it switched on, and then each promise of the process takes longer: in a
 * local cloud, 8 to 10 µs a push.
 */
export async function withDebugger<T>(run: () => Promise<T>): Promise<T> {
  await post('Debugger.enable');
  try {
    return await run();
  } finally {
    await post('Debugger.disable');
  }
}

async function post(method: 'Debugger.enable' | 'Debugger.disable'): Promise<void> {
  const session = await getSessionAsync?.();
  if (session) await promisify<string, unknown>(session.post.bind(session))(method);
}
