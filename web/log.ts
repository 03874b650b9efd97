import type { Clock } from './clock';
import { element, setText } from './element';
import type { Language, Speaker } from './language';
import type { Message } from './message';
import { messageElement } from './message-element';
import { Unread } from './unread';

/** The most messages that are kept: a page left open for weeks stays as quick as on its first day. */
const MAX_MESSAGES = 500;

/** Assistive technology has noticed a change by then (WAI-ARIA says no time; this is generous). */
const SILENT_MS = 1_000;

interface Entry {
  readonly message: Message;
  readonly startsDay: boolean;
  readonly element: HTMLElement;
}

/** The messages. */
export class Log implements Speaker {
  private readonly log = element('#log', HTMLElement);
  private readonly empty = element('#empty', HTMLElement);
  private readonly older = element('#older', HTMLElement);
  private readonly unread: Unread;
  /** By id, oldest first. */
  private readonly entries = new Map<number, Entry>();

  constructor(
    private language: Language,
    private readonly clock: Clock,
    private readonly onResend: (id: number) => void,
  ) {
    this.unread = new Unread(language);
    this.speak(language);
  }

  /** Oldest first. */
  get messages(): readonly Message[] {
    return [...this.entries.values()].map(({ message }) => message);
  }

  /** Adds a message, or shows how an earlier one is now. */
  show(message: Message): void {
    const earlier = this.entries.get(message.id);
    const entry = this.entryOf(message, earlier?.startsDay ?? this.startsDay(message));
    this.entries.set(message.id, entry);
    if (earlier) {
      this.replace(earlier, entry);
      return;
    }
    this.empty.hidden = true;
    entry.element.classList.add('arriving');
    this.log.append(entry.element);
    this.dropOldest();
    if (message.from === 'me') this.unread.goToEnd();
    else this.unread.arrived();
  }

  /** For messages that were seen before, when the page was loaded earlier. */
  markSeen(): void {
    this.unread.clear();
  }

  /** For when what had the focus went away, so that the keyboard is not lost with it. */
  takeFocus(): void {
    this.log.focus({ preventScroll: true });
  }

  speak(language: Language): void {
    const { texts } = language;
    this.language = language;
    this.log.setAttribute('aria-label', texts.log);
    setText(this.older, texts.older);
    setText(element('#empty strong', HTMLElement), texts.empty);
    setText(element('#empty span', HTMLElement), texts.emptyHint);
    this.unread.speak(language);
    // Nothing is new, neither what is shown again after loading nor what is translated.
    this.log.ariaLive = 'off';
    this.clock.after(SILENT_MS, () => {
      this.log.ariaLive = 'polite';
    });
    for (const [id, earlier] of this.entries) {
      const entry = this.entryOf(earlier.message, earlier.startsDay);
      this.entries.set(id, entry);
      earlier.element.replaceWith(entry.element);
    }
    this.unread.followEnd();
  }

  private replace(earlier: Entry, entry: Entry): void {
    const hadFocus = earlier.element.contains(document.activeElement);
    earlier.element.replaceWith(entry.element);
    if (hadFocus) this.takeFocus();
    this.unread.followEnd();
  }

  private entryOf(message: Message, startsDay: boolean): Entry {
    const { texts, formats } = this.language;
    const { onResend } = this;
    const setting = { texts, formats, startsDay, onResend };
    return { message, startsDay, element: messageElement(message, setting) };
  }

  /** Whether a message to be added is of another day than what stands above it. */
  private startsDay({ at }: Message): boolean {
    const before = this.messages.at(-1)?.at ?? this.clock.now();
    return new Date(at).toDateString() !== new Date(before).toDateString();
  }

  /** Those that have still to be sent are kept. */
  private dropOldest(): void {
    if (this.entries.size <= MAX_MESSAGES) return;
    for (const [id, { message, element }] of this.entries) {
      if (message.from === 'me' && message.delivery !== 'sent') continue;
      this.entries.delete(id);
      element.remove();
      this.older.hidden = false;
      return;
    }
  }
}
