/** A gateway and a bucket with none of this project's code in them, for control rows. */
export interface BareGatewayProgram {
  listen(input: BareGatewayInput): Promise<{ readonly port: number }>;
  /** What happens to a member's message from now on. */
  switchTo(mode: BareGatewayMode): Promise<void>;
}

/** `send`: raw `ws` sends it to all others itself. `call`: a function is called, which pushes. */
export type BareGatewayMode = 'send' | { readonly call: string };

export interface BareGatewayInput {
  readonly pushBackMs: number;
  readonly cosMs: number;
}

/** The least that a fan-out by push-back can be. */
export interface BareFanOutProgram {
  listen(input: BareFanOutInput): Promise<{ readonly url: string }>;
}

export interface BareFanOutInput {
  readonly gatewayPort: number;
  readonly members: number;
  /** Pushes under way at the same time. */
  readonly concurrency: number;
}

/** COS gives no more keys at once (436/7734). */
export const KEYS_PER_PAGE = 1000;

/** The key of a member in the bare gateway's bucket, as long as one of the chat's own. */
export function bareKey(member: number): string {
  return `connections/${member.toString().padStart(40, '0')}`;
}
