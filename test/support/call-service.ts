import type { ApiService } from '../../localcloud/services/action';
import { ActionError } from '../../localcloud/services/action-error';

export type Answer = Record<string, unknown>;

/** Calls one action of a service, past HTTP and signatures; an error is given as its code. */
export async function callService(
  service: ApiService,
  name: string,
  input: object = {},
): Promise<Answer> {
  const action = service.actions[name];
  if (!action) throw new Error(`the service has no action ${name}`);
  try {
    return (await action(input)) as Answer;
  } catch (error) {
    if (error instanceof ActionError) return { code: (error as ActionError<string>).code };
    throw error;
  }
}
