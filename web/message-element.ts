import { make, makeUnseen } from './element';
import type { Formats } from './formats';
import { findLinks } from './links';
import { isResendable, type Message } from './message';
import type { Texts } from './texts';

/** Where and how a message is shown. */
export interface MessageSetting {
  readonly texts: Texts;
  readonly formats: Formats;
  /** Whether to write its day above it. */
  readonly startsDay: boolean;
  readonly onResend: (id: number) => void;
}

/** Makes the element of one message. All that members write goes into text nodes. */
export function messageElement(message: Message, setting: MessageSetting): HTMLElement {
  const { texts, formats, startsDay } = setting;
  const shown = make('div', 'message');
  shown.dataset['from'] = message.from;
  if (startsDay) shown.append(make('p', 'day', formats.day.format(message.at)));
  const bubble = make('div', 'bubble');
  if (message.from === 'note') {
    bubble.append(make('p', 'text', texts.binary(formats.number.format(message.binaryBytes))));
  } else {
    bubble.append(makeUnseen(texts[message.from]), textElement(message.text));
  }
  const details = make('div', 'details', timeElement(message.at, formats));
  bubble.append(details);
  shown.append(bubble);
  if (message.from !== 'me') return shown;
  shown.dataset['delivery'] = message.delivery;
  const words = make('span', 'delivery', texts[message.delivery]);
  if (message.delivery === 'sent') words.title = texts.sentHint;
  details.append(words);
  if (isResendable(message.delivery)) shown.append(resendButton(message.id, setting));
  return shown;
}

function textElement(text: string): HTMLElement {
  const shown = make('p', 'text');
  for (const piece of findLinks(text)) {
    if (!piece.isLink) {
      shown.append(piece.text);
      continue;
    }
    const link = make('a', '', piece.text);
    link.href = piece.text;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    shown.append(link);
  }
  return shown;
}

function timeElement(at: number, { time, dateAndTime }: Formats): HTMLElement {
  const shown = make('time', 'time', time.format(at));
  shown.dateTime = new Date(at).toISOString();
  shown.title = dateAndTime.format(at);
  return shown;
}

function resendButton(id: number, { texts, onResend }: MessageSetting): HTMLElement {
  const button = make('button', 'resend', texts.resend);
  button.type = 'button';
  button.addEventListener('click', () => {
    onResend(id);
  });
  return button;
}
