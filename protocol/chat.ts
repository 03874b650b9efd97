/**
 * What the functions and the page agree on beyond the gateway's own protocol. All of it is ours,
 * except the suffix, which is the original article's.
 */

/** The subprotocol the page offers and register echoes. */
export const CHAT_SUBPROTOCOL = 'scf-chat';

/**
 * A text frame of just U+0016 (synchronous idle), which nobody types. It keeps a connection from
 * being closed as idle; transport drops it without telling anybody.
 */
export const HEARTBEAT_FRAME = '\u0016';

const SUFFIX = /^([\s\S]*)\(===Online people:(\d+)===\)$/;

/** A message as the other members get it: the text, then how many are online, the sender included. */
export function formatBroadcast(text: string, online: number): string {
  return `${text}(===Online people:${online}===)`;
}

export interface Broadcast {
  readonly text: string;
  /** Absent when the frame has no suffix. */
  readonly online?: number;
}

/** Takes the last suffix off a received frame; a suffix somebody typed stays part of the text. */
export function parseBroadcast(frame: string): Broadcast {
  const match = SUFFIX.exec(frame);
  return match ? { text: match[1] ?? '', online: Number(match[2]) } : { text: frame };
}
