import { element, setText } from './element';
import { isSendKey, recallKey } from './keys';
import type { Language, Speaker } from './language';
import { byteLength, isBlank, MAX_MESSAGE_BYTES } from './message';
import { Recall } from './recall';
import type { PageStorage } from './storage';

/** From here on the composer tells how long the message is. */
const COUNTED_FROM_BYTES = MAX_MESSAGE_BYTES * 0.8;

/** What the draft is kept as. */
const DRAFT = 'draft';

export interface ComposerPorts {
  /** Keeps the draft, for when the page is loaded again. */
  readonly storage: PageStorage;
  /** What the up-arrow brings back, oldest first. */
  readonly sentTexts: () => readonly string[];
  readonly onSubmit: (text: string) => void;
}

/**
 * The box that messages are written in. It grows with its text; what is longer than
 * `MAX_MESSAGE_BYTES` stays in it and is not submitted.
 */
export class Composer implements Speaker {
  private readonly form = element('#composer', HTMLFormElement);
  private readonly box = element('#text', HTMLTextAreaElement);
  private readonly size = element('#size', HTMLElement);
  private readonly recall: Recall;

  constructor(
    private language: Language,
    private readonly ports: ComposerPorts,
  ) {
    this.recall = new Recall(ports.sentTexts);
    this.box.value = ports.storage.read(DRAFT) ?? '';
    this.box.addEventListener('input', () => {
      this.changed();
    });
    this.box.addEventListener('keydown', (event) => {
      this.pressed(event);
    });
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.speak(language);
    // On a phone it would bring up the keyboard before anybody wants to write.
    if (matchMedia('(pointer: fine)').matches) this.box.focus();
  }

  speak(language: Language): void {
    const { texts } = language;
    this.language = language;
    this.form.setAttribute('aria-label', texts.placeholder);
    this.box.setAttribute('aria-label', texts.text);
    this.box.placeholder = texts.placeholder;
    setText(element('#keys', HTMLElement), texts.keys);
    setText(element('#send span', HTMLElement), texts.send);
    this.changed();
  }

  private pressed(event: KeyboardEvent): void {
    if (isSendKey(event)) {
      event.preventDefault();
      this.form.requestSubmit();
      return;
    }
    const { value, selectionStart, selectionEnd } = this.box;
    const direction = recallKey(event);
    if (direction === undefined || selectionStart !== selectionEnd) return;
    const text =
      direction === 'older'
        ? this.recall.older(value, selectionStart === 0)
        : this.recall.newer(value);
    if (text === undefined) return;
    event.preventDefault();
    this.replaceText(text);
  }

  private submit(): void {
    this.box.focus();
    if (isBlank(this.box.value)) return;
    this.ports.onSubmit(this.box.value);
    this.replaceText('');
  }

  private replaceText(text: string): void {
    this.box.value = text;
    this.changed();
  }

  private changed(): void {
    const { box } = this;
    const { texts, formats } = this.language;
    const bytes = byteLength(box.value);
    const excess = bytes - MAX_MESSAGE_BYTES;
    // The browser itself says this to whoever tries to send, and does not submit.
    box.setCustomValidity(excess > 0 ? texts.tooLong(formats.number.format(excess)) : '');
    const size = texts.size(formats.number.format(bytes), formats.number.format(MAX_MESSAGE_BYTES));
    setText(this.size, bytes < COUNTED_FROM_BYTES ? '' : box.validationMessage || size);
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
    this.ports.storage.write(DRAFT, box.value);
  }
}
