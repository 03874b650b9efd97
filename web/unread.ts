import { element, setText } from './element';
import type { Language, Speaker } from './language';

/** How far from its end the log may be scrolled and still follow new messages, in CSS pixels. */
const NEAR_END_PX = 80;

/**
 * What the reader has not seen: the count of it in the title, and a button that leads there. The
 * log follows its newest message unless the reader has scrolled away from it.
 */
export class Unread implements Speaker {
  private readonly log = element('#log', HTMLElement);
  private readonly button = element('#unread', HTMLButtonElement);
  private readonly title = document.title;
  /** Whether the end of the log is in sight, or was until the log changed. */
  private atEnd = true;
  private count = 0;

  constructor(private language: Language) {
    this.log.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = this.log;
      this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
      this.look();
    });
    this.button.addEventListener('click', () => {
      this.log.focus({ preventScroll: true });
      this.goToEnd();
    });
    window.addEventListener('focus', () => {
      this.look();
    });
    new ResizeObserver(() => {
      this.followEnd();
    }).observe(this.log);
    this.speak(language);
  }

  /** Call it when the log's content has changed. */
  followEnd(): void {
    if (this.atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  goToEnd(): void {
    this.atEnd = true;
    this.followEnd();
    this.look();
  }

  /** Call it when somebody else's message was added. */
  arrived(): void {
    this.count += 1;
    this.followEnd();
    this.look();
  }

  clear(): void {
    this.count = 0;
    this.render();
  }

  speak(language: Language): void {
    this.language = language;
    this.render();
  }

  private look(): void {
    if (this.atEnd && document.hasFocus()) this.clear();
    else this.render();
  }

  private render(): void {
    const { texts, formats } = this.language;
    const count = formats.number.format(this.count);
    document.title = this.count === 0 ? this.title : `(${count}) ${this.title}`;
    this.button.hidden = this.count === 0 || this.atEnd;
    setText(this.button, texts.unread(count));
  }
}
