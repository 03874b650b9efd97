import type { ChatView } from './chat';
import type { Clock, Timer } from './clock';
import type { ConnectionState } from './connection';
import { element } from './element';
import type { Language } from './language';
import type { Delivery, Message } from './message';
import { stateText } from './state-text';

/** How far from its end the log may be scrolled and still follow new messages, in CSS pixels. */
const NEAR_END_PX = 80;

export interface ViewActions {
  readonly onRetry: () => void;
  readonly onResend: (id: number) => void;
}

/** The header and the log. All that members write goes into text nodes. */
export class View implements ChatView {
  private readonly state = element('#state', HTMLElement);
  private readonly recovery = element('#recovery', HTMLElement);
  private readonly countdown = element('#countdown', HTMLElement);
  private readonly retry = element('#retry', HTMLButtonElement);
  private readonly online = element('#online', HTMLElement);
  private readonly log = element('#log', HTMLElement);
  private readonly empty = element('#empty', HTMLElement);
  private readonly number: Intl.NumberFormat;
  private readonly time: Intl.DateTimeFormat;
  private readonly dateAndTime: Intl.DateTimeFormat;
  private readonly own = new Map<number, HTMLElement>();
  private tick: Timer | undefined;
  /** Whether the newest message is, or was until the log changed, in sight. */
  private atEnd = true;

  constructor(
    private readonly language: Language,
    private readonly clock: Clock,
    private readonly actions: ViewActions,
  ) {
    const { locale, texts } = language;
    this.number = new Intl.NumberFormat(locale);
    this.time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    this.dateAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' });
    this.log.setAttribute('aria-label', texts.log);
    element('#empty strong', HTMLElement).textContent = texts.empty;
    element('#empty span', HTMLElement).textContent = texts.emptyHint;
    this.retry.addEventListener('click', () => {
      actions.onRetry();
      this.takeFocus();
    });
    this.log.addEventListener('scroll', () => {
      const { scrollTop, clientHeight, scrollHeight } = this.log;
      this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    });
    new ResizeObserver(() => {
      this.followEnd();
    }).observe(this.log);
    this.showOnline(undefined);
  }

  showState(state: ConnectionState): void {
    const { texts } = this.language;
    this.state.dataset['state'] = state.name;
    this.state.textContent = stateText(state, texts);
    this.recovery.hidden = state.name !== 'waiting' && state.name !== 'closed';
    this.retry.textContent = state.name === 'waiting' ? texts.retryNow : texts.connectAgain;
    this.tick?.cancel();
    this.countdown.textContent = '';
    if (state.name === 'waiting') this.countDownTo(state.retryAt);
  }

  showOnline(online: number | undefined): void {
    const { texts } = this.language;
    this.online.dataset['online'] = online === undefined ? 'unknown' : String(online);
    this.online.textContent = texts.online(online === undefined ? '–' : this.number.format(online));
    this.online.title = online === undefined ? texts.onlineUnknown : texts.onlineKnown;
    this.online.append(hidden(` (${this.online.title})`));
  }

  showMessage(message: Message): void {
    const { texts } = this.language;
    const shown = node('div', 'message');
    shown.dataset['from'] = message.from;
    if (message.from !== 'note') shown.append(hidden(texts[message.from]));
    const text = node('p', 'text');
    text.textContent =
      message.from === 'note'
        ? texts.binary(this.number.format(message.binaryBytes))
        : message.text;
    const details = node('div', 'details');
    details.append(this.timeOf(message.at));
    shown.append(text, details);
    if (message.from === 'me') {
      details.append(node('span', 'delivery'));
      this.own.set(message.id, shown);
    }
    this.empty.hidden = true;
    this.log.append(shown);
    if (message.from === 'me') this.atEnd = true;
    this.followEnd();
  }

  showDelivery(id: number, delivery: Delivery): void {
    const { texts } = this.language;
    const shown = this.own.get(id);
    const words = shown?.querySelector('.delivery');
    if (!shown || !words) return;
    shown.dataset['delivery'] = delivery;
    words.textContent = texts[delivery];
    shown.querySelector('button')?.remove();
    if (delivery !== 'failed') return;
    const resend = node('button', 'resend');
    resend.textContent = texts.resend;
    resend.addEventListener('click', () => {
      this.actions.onResend(id);
      this.takeFocus();
    });
    words.after(resend);
  }

  private followEnd(): void {
    if (this.atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  /** For a button that goes away when it is pressed, so that the keyboard is not lost with it. */
  private takeFocus(): void {
    this.log.focus({ preventScroll: true });
  }

  private countDownTo(at: number): void {
    const remaining = at - this.clock.now();
    const seconds = Math.max(0, Math.ceil(remaining / 1000));
    this.countdown.textContent = this.language.texts.countdown(this.number.format(seconds));
    this.tick = this.clock.after(1000, () => {
      this.countDownTo(at);
    });
  }

  private timeOf(at: number): HTMLElement {
    const date = new Date(at);
    const time = node('time', 'time');
    time.dateTime = date.toISOString();
    time.title = this.dateAndTime.format(date);
    time.textContent = this.time.format(date);
    return time;
  }
}

function node<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function hidden(text: string): HTMLElement {
  const made = node('span', 'for-screen-readers');
  made.textContent = text;
  return made;
}
