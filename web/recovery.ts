import type { Clock, Timer } from './clock';
import type { ConnectionState } from './connection';
import { element, setText } from './element';
import type { Language, Speaker } from './language';

/**
 * The bar that is there while the connection is not: when it will be tried again, a button that
 * does not wait, and how many messages do.
 */
export class Recovery implements Speaker {
  private readonly bar = element('#recovery', HTMLElement);
  private readonly countdown = element('#countdown', HTMLElement);
  private readonly queuedWords = element('#queued', HTMLElement);
  private readonly retry = element('#retry', HTMLButtonElement);
  private state: ConnectionState = { name: 'connecting' };
  /** A page that connects for the first time has nothing to recover from. */
  private isNeeded = false;
  private queued = 0;
  private tick: Timer | undefined;

  /** @param onHidden gets the focus that the button had when it went away */
  constructor(
    private language: Language,
    private readonly clock: Clock,
    onRetry: () => void,
    private readonly onHidden: () => void,
  ) {
    this.retry.addEventListener('click', onRetry);
    this.speak(language);
  }

  showState(state: ConnectionState): void {
    this.state = state;
    if (state.name !== 'connecting') this.isNeeded = state.name !== 'open';
    this.render();
  }

  showQueued(count: number): void {
    this.queued = count;
    this.render();
  }

  speak(language: Language): void {
    this.language = language;
    this.render();
  }

  private render(): void {
    const { texts, formats } = this.language;
    const hadFocus = this.bar.contains(document.activeElement);
    this.bar.hidden = !this.isNeeded && this.queued === 0;
    if (this.bar.hidden && hadFocus) this.onHidden();
    this.retry.hidden = !this.isNeeded;
    setText(this.retry, this.state.name === 'closed' ? texts.connectAgain : texts.retryNow);
    setText(
      this.queuedWords,
      this.queued === 0 ? '' : texts.waitingToBeSent(formats.number.format(this.queued)),
    );
    setText(this.countdown, '');
    this.tick?.cancel();
    if (this.state.name === 'waiting') this.countDownTo(this.state.retryAt);
  }

  private countDownTo(at: number): void {
    const { texts, formats } = this.language;
    const seconds = Math.max(0, Math.ceil((at - this.clock.now()) / 1000));
    const words = navigator.onLine ? texts.countdown : texts.countdownWithoutNetwork;
    setText(this.countdown, words(formats.number.format(seconds)));
    this.tick = this.clock.after(1000, () => {
      this.countDownTo(at);
    });
  }
}
