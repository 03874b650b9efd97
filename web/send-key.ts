/** The part of a DOM `KeyboardEvent` that tells what Enter means. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** The key code of a key that an input method has taken (UI Events §7.3.1). */
const TAKEN_BY_INPUT_METHOD = 229;

/**
 * Whether a key press sends the message. Shift+Enter breaks the line, and the Enter that confirms
 * a candidate of an input method is not ours; Safari reports that one after the composition has
 * ended, with only its key code to tell.
 */
export function isSendKey(press: KeyPress): boolean {
  return (
    press.key === 'Enter' &&
    !press.shiftKey &&
    !press.isComposing &&
    press.keyCode !== TAKEN_BY_INPUT_METHOD
  );
}
