import { HEARTBEAT_FRAME } from '../protocol/chat';

/**
 * The longest message the page sends, in bytes of UTF-8. Ours: one frame and its suffix stay far
 * below what any of the gateways takes (256 KB a message in 583/63406, 6 MB an event in 628/34009).
 */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/**
 * Where an own message is. `sent` means that it was given to an open connection and nothing more:
 * the protocol has no receipt. `failed` means that the connection ended before it had left;
 * `tooMany` and `tooLarge`, that the gateway has not taken it.
 */
export const DELIVERIES = ['queued', 'sent', 'failed', 'tooMany', 'tooLarge'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Whether to send it again is worth a try, and has to be asked for. */
export function isResendable(delivery: Delivery): boolean {
  return delivery === 'failed' || delivery === 'tooMany';
}

interface Shown {
  /** The page's own number for it, rising. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface OwnMessage extends Shown {
  readonly from: 'me';
  readonly text: string;
  readonly delivery: Delivery;
}

/** Something to show in the log. */
export type Message =
  | OwnMessage
  | (Shown & { readonly from: 'other'; readonly text: string })
  | (Shown & { readonly from: 'note'; readonly binaryBytes: number });

/** The length of a text frame's payload. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Whether a text says anything. The heartbeat does not: it would be dropped on its way. */
export function isBlank(text: string): boolean {
  return text.trim() === '' || text === HEARTBEAT_FRAME;
}
