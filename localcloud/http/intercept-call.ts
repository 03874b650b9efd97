/** A call of API 3.0 that has been let in. */
export interface LetInCall {
  /** e.g. `scf`. */
  readonly product: string;
  readonly action: string;
  readonly input: unknown;
}

/**
 * What becomes of a call instead of its action's own answer. `proceed` runs the action: the one
 * who intercepts may throw an `ActionError` or an `HttpFault` before or after it, change its
 * answer, or never answer.
 */
export type InterceptCall = (call: LetInCall, proceed: () => Promise<object>) => Promise<object>;

/** Answered with this HTTP status and no JSON, as a broken server does. */
export class HttpFault extends Error {
  constructor(readonly status: number) {
    super(`An answer with the HTTP status ${status} was made on purpose.`);
  }
}
