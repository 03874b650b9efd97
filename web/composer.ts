import { element } from './element';
import type { Language } from './language';
import { byteLength, isBlank, MAX_MESSAGE_BYTES } from './message';
import { isSendKey } from './send-key';

/** From here on the composer tells how long the message is. */
const COUNTED_FROM_BYTES = MAX_MESSAGE_BYTES * 0.8;

/**
 * Brings the box to life that messages are written in. It grows with its text; what is longer than
 * `MAX_MESSAGE_BYTES` stays in it and is not submitted.
 */
export function startComposer({ locale, texts }: Language, onSubmit: (text: string) => void): void {
  const form = element('#composer', HTMLFormElement);
  const box = element('#text', HTMLTextAreaElement);
  const size = element('#size', HTMLElement);
  const number = new Intl.NumberFormat(locale);
  form.setAttribute('aria-label', texts.placeholder);
  box.setAttribute('aria-label', texts.text);
  box.placeholder = texts.placeholder;
  element('#keys', HTMLElement).textContent = texts.keys;
  element('#send span', HTMLElement).textContent = texts.send;

  function changed(): void {
    const bytes = byteLength(box.value);
    const excess = bytes - MAX_MESSAGE_BYTES;
    // The browser itself says this to whoever tries to send, and does not submit.
    box.setCustomValidity(excess > 0 ? texts.tooLong(number.format(excess)) : '');
    size.textContent =
      bytes < COUNTED_FROM_BYTES
        ? ''
        : box.validationMessage ||
          texts.size(number.format(bytes), number.format(MAX_MESSAGE_BYTES));
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }

  box.addEventListener('input', changed);
  box.addEventListener('keydown', (event) => {
    if (!isSendKey(event)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    box.focus();
    if (isBlank(box.value)) return;
    onSubmit(box.value);
    box.value = '';
    changed();
  });
  changed();
}
