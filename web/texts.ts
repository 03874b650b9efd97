/** Everything the page says. Numbers come in formatted for the reader's locale. */
export interface Texts {
  readonly connecting: string;
  readonly open: string;
  readonly lost: string;
  readonly unreachable: string;
  readonly unreachablePrivate: string;
  readonly closed: (code: number, reason: string) => string;
  readonly refused: (reason: string) => string;
  readonly misbuilt: (reason: string) => string;
  readonly code: (code: number) => string;
  readonly countdown: (seconds: string) => string;
  readonly countdownWithoutNetwork: (seconds: string) => string;
  readonly retryNow: string;
  readonly connectAgain: string;
  readonly waitingToBeSent: (count: string) => string;
  readonly online: (count: string) => string;
  readonly onlineHint: string;
  /** The other language's name, in that language, and its BCP 47 tag. */
  readonly otherLanguage: string;
  readonly otherLang: string;
  readonly log: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly older: string;
  readonly unread: (count: string) => string;
  readonly me: string;
  readonly other: string;
  readonly binary: (bytes: string) => string;
  readonly queued: string;
  readonly sent: string;
  readonly sentHint: string;
  readonly failed: string;
  readonly tooMany: string;
  readonly tooLarge: string;
  readonly resend: string;
  readonly text: string;
  readonly placeholder: string;
  readonly keys: string;
  readonly send: string;
  readonly size: (bytes: string, most: string) => string;
  readonly tooLong: (bytes: string) => string;
}

export const en: Texts = {
  connecting: 'Connecting…',
  open: 'Connected',
  lost: 'Connection lost',
  unreachable: 'Could not connect',
  unreachablePrivate: 'Could not connect. This chat needs an invitation link that is still valid',
  closed: (code, reason) => `Closed by the server (code ${code}${reason && `: ${reason}`})`,
  refused: (reason) => `This browser refused to connect: ${reason}`,
  misbuilt: (reason) => `This page was built wrongly: ${reason}`,
  code: (code) => ` (code ${code})`,
  countdown: (seconds) => `Reconnecting in ${seconds} s`,
  countdownWithoutNetwork: (seconds) => `This device is offline. Reconnecting in ${seconds} s`,
  retryNow: 'Retry now',
  connectAgain: 'Connect again',
  waitingToBeSent: (count) => `Waiting to be sent: ${count}`,
  online: (count) => `Online: ${count}`,
  onlineHint: 'As of the latest message of another member',
  otherLanguage: '中文',
  otherLang: 'zh-Hans',
  log: 'Messages',
  empty: 'No messages yet',
  emptyHint:
    'What you write reaches everyone who is connected. Alone? Open this page in a second window.',
  older: 'Older messages are not kept.',
  unread: (count) => `${count} new ↓`,
  me: 'You:',
  other: 'Another member:',
  binary: (bytes) => `Binary message, ${bytes} bytes`,
  queued: 'Queued',
  sent: 'Sent',
  sentHint: 'Sent: it has left this page',
  failed: 'Not sent',
  tooMany: 'Not sent: too many at once',
  tooLarge: 'Not sent: too long for the server',
  resend: 'Send again',
  text: 'Message',
  placeholder: 'Write a message',
  keys: 'Enter sends, Shift+Enter starts a new line, ↑ brings back what you sent',
  send: 'Send',
  size: (bytes, most) => `${bytes} of ${most} bytes`,
  tooLong: (bytes) => `Too long by ${bytes} bytes`,
};

export const zh: Texts = {
  connecting: '正在连接…',
  open: '已连接',
  lost: '连接已断开',
  unreachable: '无法连接',
  unreachablePrivate: '无法连接。此聊天室需要有效的邀请链接',
  closed: (code, reason) => `服务器已关闭连接（代码 ${code}${reason && `：${reason}`}）`,
  refused: (reason) => `浏览器拒绝连接：${reason}`,
  misbuilt: (reason) => `页面构建有误：${reason}`,
  code: (code) => `（代码 ${code}）`,
  countdown: (seconds) => `${seconds} 秒后重新连接`,
  countdownWithoutNetwork: (seconds) => `设备已离线，${seconds} 秒后重新连接`,
  retryNow: '立即重试',
  connectAgain: '重新连接',
  waitingToBeSent: (count) => `待发送：${count}`,
  online: (count) => `在线：${count}`,
  onlineHint: '以其他成员最近一条消息为准',
  otherLanguage: 'English',
  otherLang: 'en',
  log: '消息',
  empty: '还没有消息',
  emptyHint: '你写的内容会发送给所有已连接的人。只有你一个人？再打开一个窗口试试。',
  older: '更早的消息不再保留。',
  unread: (count) => `${count} 条新消息 ↓`,
  me: '我：',
  other: '其他成员：',
  binary: (bytes) => `二进制消息，${bytes} 字节`,
  queued: '等待发送',
  sent: '已发送',
  sentHint: '已发送：已从本页发出',
  failed: '未发送',
  tooMany: '未发送：发送过于频繁',
  tooLarge: '未发送：超出服务器允许的长度',
  resend: '重新发送',
  text: '消息',
  placeholder: '输入消息',
  keys: 'Enter 发送，Shift+Enter 换行，↑ 找回已发送的内容',
  send: '发送',
  size: (bytes, most) => `${bytes} / ${most} 字节`,
  tooLong: (bytes) => `超出 ${bytes} 字节`,
};
