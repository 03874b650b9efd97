import type { FunctionOutcome } from '../engine/ports';

/** What came of one call; one that has not begun may be made again without running twice. */
export type CallOutcome =
  FunctionOutcome | { readonly ok: false; readonly reason: string; readonly notBegun: true };

/** Calls one function with an event. Never rejects. Reasons hold no secret and nothing of the event. */
export type CallFunction = (event: object) => Promise<CallOutcome>;

/** Calls of one function under way at the same time; further ones wait for a socket. */
export const MAX_SOCKETS = 512;
