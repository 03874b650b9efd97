import { browserSockets } from './browser-socket';
import { Chat } from './chat';
import { browserClock } from './clock';
import { startComposer } from './composer';
import { readConfig } from './config';
import { element } from './element';
import type { Language } from './language';
import { pickLanguage } from './language';
import { View } from './view';

function start(language: Language): void {
  const { wsUrl, heartbeatSeconds } = readConfig(element('#config', HTMLScriptElement).text);
  const view = new View(language, browserClock, {
    onRetry: () => {
      chat.connect();
    },
    onResend: (id) => {
      chat.resend(id);
    },
  });
  const chat = new Chat(
    {
      openSocket: browserSockets(wsUrl),
      clock: browserClock,
      random: Math.random,
      heartbeatMs: heartbeatSeconds * 1000,
    },
    view,
  );
  startComposer(language, (text) => {
    chat.submit(text);
  });
  window.addEventListener('online', () => {
    chat.connect();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') chat.connect();
  });
  chat.connect();
}

const language = pickLanguage(navigator.languages);
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
