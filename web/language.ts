/** Everything the page says. Numbers come in formatted for the reader's locale. */
export interface Texts {
  readonly connecting: string;
  readonly open: string;
  readonly lost: (code: number) => string;
  readonly unreachable: (code: number) => string;
  readonly closed: (code: number, reason: string) => string;
  readonly refused: (reason: string) => string;
  readonly misbuilt: (reason: string) => string;
  readonly countdown: (seconds: string) => string;
  readonly retryNow: string;
  readonly connectAgain: string;
  readonly online: (count: string) => string;
  readonly onlineUnknown: string;
  readonly onlineKnown: string;
  readonly log: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly me: string;
  readonly other: string;
  readonly binary: (bytes: string) => string;
  readonly queued: string;
  readonly sent: string;
  readonly failed: string;
  readonly resend: string;
  readonly text: string;
  readonly placeholder: string;
  readonly keys: string;
  readonly send: string;
  readonly size: (bytes: string, most: string) => string;
  readonly tooLong: (bytes: string) => string;
}

const en: Texts = {
  connecting: 'Connecting…',
  open: 'Connected',
  lost: (code) => `Connection lost (code ${code})`,
  unreachable: (code) => `Could not connect (code ${code})`,
  closed: (code, reason) => `Closed by the server (code ${code}${reason && `: ${reason}`})`,
  refused: (reason) => `This browser refused to connect: ${reason}`,
  misbuilt: (reason) => `This page was built wrongly: ${reason}`,
  countdown: (seconds) => `Reconnecting in ${seconds} s`,
  retryNow: 'Retry now',
  connectAgain: 'Connect again',
  online: (count) => `Online: ${count}`,
  onlineUnknown: 'Known as soon as another member writes',
  onlineKnown: 'As of the latest message of another member',
  log: 'Messages',
  empty: 'No messages yet',
  emptyHint: 'What you write reaches everyone who is connected.',
  me: 'You:',
  other: 'Another member:',
  binary: (bytes) => `Binary message, ${bytes} bytes`,
  queued: 'Queued',
  sent: 'Sent',
  failed: 'Not sent',
  resend: 'Send again',
  text: 'Message',
  placeholder: 'Write a message',
  keys: 'Enter sends, Shift+Enter starts a new line',
  send: 'Send',
  size: (bytes, most) => `${bytes} of ${most} bytes`,
  tooLong: (bytes) => `Too long by ${bytes} bytes`,
};

const zh: Texts = {
  connecting: '正在连接…',
  open: '已连接',
  lost: (code) => `连接已断开（代码 ${code}）`,
  unreachable: (code) => `无法连接（代码 ${code}）`,
  closed: (code, reason) => `服务器已关闭连接（代码 ${code}${reason && `：${reason}`}）`,
  refused: (reason) => `浏览器拒绝连接：${reason}`,
  misbuilt: (reason) => `页面构建有误：${reason}`,
  countdown: (seconds) => `${seconds} 秒后重新连接`,
  retryNow: '立即重试',
  connectAgain: '重新连接',
  online: (count) => `在线：${count}`,
  onlineUnknown: '收到其他成员的消息后显示',
  onlineKnown: '以其他成员最近一条消息为准',
  log: '消息',
  empty: '还没有消息',
  emptyHint: '你写的内容会发送给所有已连接的人。',
  me: '我：',
  other: '其他成员：',
  binary: (bytes) => `二进制消息，${bytes} 字节`,
  queued: '等待发送',
  sent: '已发送',
  failed: '未发送',
  resend: '重新发送',
  text: '消息',
  placeholder: '输入消息',
  keys: 'Enter 发送，Shift+Enter 换行',
  send: '发送',
  size: (bytes, most) => `${bytes} / ${most} 字节`,
  tooLong: (bytes) => `超出 ${bytes} 字节`,
};

/** The language of the page and the locale for its numbers and times, both as BCP 47 tags. */
export interface Language {
  readonly lang: string;
  readonly locale: string;
  readonly texts: Texts;
}

/**
 * Picks the first of the reader's languages that the page speaks, or English.
 *
 * @param preferred BCP 47 tags, best first, such as `navigator.languages`
 */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const locale of preferred) {
    if (/^zh\b/i.test(locale)) return { lang: 'zh-Hans', locale, texts: zh };
    if (/^en\b/i.test(locale)) return { lang: 'en', locale, texts: en };
  }
  return { lang: 'en', locale: 'en', texts: en };
}
