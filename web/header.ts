import type { ConnectionState } from './connection';
import { element, setText } from './element';
import type { Language, Speaker } from './language';
import { stateText } from './state-text';

/** The connection in words, who is online, and the switch of languages. */
export class Header implements Speaker {
  private readonly stateWords = element('#state', HTMLElement);
  private readonly onlineWords = element('#online', HTMLElement);
  private readonly switch = element('#language', HTMLButtonElement);
  private state: ConnectionState = { name: 'connecting' };
  private online: number | undefined;

  /** @param isPrivate whether a failure to connect may be for want of a credential */
  constructor(
    private language: Language,
    private readonly isPrivate: boolean,
    onSwitchLanguage: (lang: string) => void,
  ) {
    this.switch.addEventListener('click', () => {
      onSwitchLanguage(this.language.texts.otherLang);
    });
    this.speak(language);
  }

  showState(state: ConnectionState): void {
    this.state = state;
    this.render();
  }

  showOnline(online: number | undefined): void {
    this.online = online;
    this.render();
  }

  speak(language: Language): void {
    this.language = language;
    this.render();
  }

  private render(): void {
    const { texts, formats } = this.language;
    this.stateWords.dataset['state'] = this.state.name;
    setText(this.stateWords, stateText(this.state, texts, this.isPrivate));
    const count = this.online === undefined ? '' : formats.number.format(this.online);
    this.onlineWords.dataset['online'] = String(this.online ?? 'unknown');
    this.onlineWords.hidden = this.online === undefined;
    this.onlineWords.title = texts.onlineHint;
    setText(this.onlineWords, texts.online(count));
    this.switch.lang = texts.otherLang;
    setText(this.switch, texts.otherLanguage);
  }
}
