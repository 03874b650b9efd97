import * as v from 'valibot';

/**
 * U+0015 (negative acknowledge), which nobody types. No member can send such a frame: what members
 * write arrives with the suffix of a broadcast behind it.
 */
const ERROR_FRAME_PREFIX = '\u0015';

const MessageErrorSchema = v.object({
  errNo: v.number(),
  errMsg: v.string(),
  /** Which message of this connection it was; its first is 1, and heartbeats count. */
  message: v.number(),
});

/** Why a message was not taken. */
export type MessageError = v.InferOutput<typeof MessageErrorSchema>;

/** The text frame by which a gateway tells a client that it has not taken its message. Ours. */
export function formatErrorFrame({ errNo, errMsg, message }: MessageError): string {
  return ERROR_FRAME_PREFIX + JSON.stringify({ errNo, errMsg, message });
}

/** What an error frame says; undefined for any other frame. */
export function parseErrorFrame(frame: string): MessageError | undefined {
  if (!frame.startsWith(ERROR_FRAME_PREFIX)) return undefined;
  try {
    return v.parse(MessageErrorSchema, JSON.parse(frame.slice(ERROR_FRAME_PREFIX.length)));
  } catch {
    return undefined;
  }
}
