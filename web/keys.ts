/** The part of a DOM `KeyboardEvent` that tells what a key means to the composer. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
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
  return press.key === 'Enter' && !press.shiftKey && !isInputMethods(press);
}

/** Which way a key press leads through what was sent before, if it does. */
export function recallKey(press: KeyPress): 'older' | 'newer' | undefined {
  const { shiftKey, ctrlKey, altKey, metaKey } = press;
  if (shiftKey || ctrlKey || altKey || metaKey || isInputMethods(press)) return undefined;
  if (press.key === 'ArrowUp') return 'older';
  if (press.key === 'ArrowDown') return 'newer';
  return undefined;
}

function isInputMethods({ isComposing, keyCode }: KeyPress): boolean {
  return isComposing || keyCode === TAKEN_BY_INPUT_METHOD;
}
