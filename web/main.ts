import { browserSockets } from './browser-socket';
import { Chat } from './chat';
import { browserClock } from './clock';
import { Composer } from './composer';
import { readConfig } from './config';
import { credentialIn, credentialOf } from './credential';
import { element } from './element';
import { Header } from './header';
import type { Language, Speaker } from './language';
import { pickLanguage } from './language';
import { Log } from './log';
import { Recovery } from './recovery';
import { browserStorage } from './browser-storage';
import { readTranscript, saveTranscript } from './transcript';

/** What the reader's choice of language is kept as. */
const LANGUAGE = 'language';

const ofReader = browserStorage('localStorage');
const ofTab = browserStorage('sessionStorage');

function start(language: Language): void {
  const config = readConfig(element('#config', HTMLScriptElement).text);
  const { wsUrl, heartbeatSeconds, isPrivate } = config;
  const credential = credentialOf(location, ofTab);
  hideCredential();
  const header = new Header(language, isPrivate, (lang) => {
    ofReader.write(LANGUAGE, lang);
    const chosen = pickLanguage(navigator.languages, lang);
    document.documentElement.lang = chosen.lang;
    for (const part of parts) part.speak(chosen);
  });
  const log = new Log(language, browserClock, (id) => {
    chat.resend(id);
  });
  const recovery = new Recovery(
    language,
    browserClock,
    () => {
      chat.connect();
    },
    () => {
      log.takeFocus();
    },
  );
  const chat = new Chat(
    {
      openSocket: browserSockets(wsUrl, credential),
      clock: browserClock,
      random: Math.random,
      heartbeatMs: heartbeatSeconds * 1000,
    },
    {
      showState: (state) => {
        header.showState(state);
        recovery.showState(state);
      },
      showOnline: (online) => {
        header.showOnline(online);
      },
      showQueued: (count) => {
        recovery.showQueued(count);
      },
      showMessage: (message) => {
        log.show(message);
      },
    },
  );
  chat.restore(readTranscript(ofTab));
  log.markSeen();
  const composer = new Composer(language, {
    storage: ofTab,
    sentTexts: () => log.messages.flatMap((message) => (message.from === 'me' ? message.text : [])),
    onSubmit: (text) => {
      chat.submit(text);
    },
  });
  const parts: readonly Speaker[] = [header, recovery, log, composer];

  window.addEventListener('hashchange', () => {
    // Another link was opened in this tab.
    if (credentialIn(location) !== undefined) location.reload();
  });
  window.addEventListener('online', () => {
    chat.hasten();
  });
  // A phone may end a page that is not visible without another word.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') chat.hasten();
    else saveTranscript(ofTab, log.messages);
  });
  chat.connect();
}

/** Takes the credential out of the address bar and the history, where others might read it. */
function hideCredential(): void {
  if (credentialIn(location) === undefined) return;
  history.replaceState(null, '', location.href.replace(/#.*/s, ''));
}

const language = pickLanguage(navigator.languages, ofReader.read(LANGUAGE));
document.documentElement.lang = language.lang;
try {
  start(language);
} catch (error) {
  const state = element('#state', HTMLElement);
  state.dataset['state'] = 'closed';
  state.textContent = language.texts.misbuilt(
    error instanceof Error ? error.message : String(error),
  );
  throw error;
}
