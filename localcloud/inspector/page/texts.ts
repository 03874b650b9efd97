import type { Kind } from '../entry';
import { inChinese } from './chinese';
import type { FaultField } from './faults';

/** Everything the inspector says. What the protocol and the logs say stays as it is. */
export interface Texts {
  readonly lang: string;
  readonly otherLanguage: string;
  readonly subtitle: string;
  readonly connecting: string;
  readonly live: string;
  readonly lost: string;
  readonly connections: string;
  readonly nobody: string;
  readonly since: (time: string) => string;
  readonly counts: (received: number, pushed: number) => string;
  readonly onlyThis: (name: string) => string;
  readonly showAll: (name: string) => string;
  readonly close: string;
  readonly closeThis: (name: string) => string;
  readonly more: (count: number) => string;
  readonly faults: string;
  readonly none: string;
  readonly calm: string;
  readonly fault: Readonly<Record<FaultField['label'], string>>;
  readonly timeline: string;
  readonly empty: string;
  readonly clear: string;
  readonly kind: Readonly<Record<Kind, string>>;
  readonly running: string;
  readonly partOf: string;
  readonly payload: string;
  readonly answer: string;
  readonly log: string;
  readonly replay: string;
  readonly replayHint: string;
  readonly replayInto: string;
  readonly asItWas: string;
  readonly asEdited: string;
  readonly hide: string;
  /** What the local cloud says, in English, in the language of these texts. */
  readonly said: (words: string) => string;
}

const en: Texts = {
  lang: 'en',
  otherLanguage: '中文',
  subtitle: 'inspector',
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'The local cloud is not there. Trying again…',
  connections: 'Connections',
  nobody: 'Nobody is connected.',
  since: (time) => `since ${time}`,
  counts: (received, pushed) => `${received} in, ${pushed} out`,
  onlyThis: (name) => `Show only ${name}`,
  showAll: (name) => `Only ${name} ✕`,
  close: 'Close',
  closeThis: (name) => `Close ${name}`,
  more: (count) => `and ${count} more`,
  faults: 'Faults',
  none: 'off',
  calm: 'All off',
  fault: {
    pushBack: 'Push-back fails',
    register: 'register fails',
    transport: 'transport fails',
    cleanup: 'cleanup fails',
    cos: 'COS answers 503',
    lag: 'Lists lag',
    delay: 'Socket opens after',
    drop: 'TCP breaks after',
    slow: 'Reading stops after',
    restart: 'Restart after',
    idle: 'Idle time-out',
    skew: 'Clock ahead by',
    twice: 'cleanup runs twice',
    early: 'cleanup runs early',
  },
  timeline: 'Timeline',
  empty: 'Nothing has happened yet. Open the chat, and say something.',
  clear: 'Clear timeline',
  kind: {
    connection: 'connection',
    call: 'call',
    'push-back': 'push-back',
    cos: 'COS',
    fault: 'fault',
  },
  running: 'running…',
  partOf: 'part of',
  payload: 'Sent',
  answer: 'Answered',
  log: 'Log',
  replay: 'Replay',
  replayHint: 'Calls the function with this event, as the gateway did. You may change it first.',
  replayInto: 'Function',
  asItWas: 'Replay',
  asEdited: 'Call with the changed event',
  hide: 'Close details',
  said: (words) => words,
};

const zh: Texts = {
  lang: 'zh-Hans',
  otherLanguage: 'English',
  subtitle: '检查器',
  connecting: '正在连接…',
  live: '实时',
  lost: '本地云不可用，正在重试…',
  connections: '连接',
  nobody: '当前没有连接。',
  since: (time) => `${time} 起`,
  counts: (received, pushed) => `收 ${received}，发 ${pushed}`,
  onlyThis: (name) => `只看 ${name}`,
  showAll: (name) => `只看 ${name} ✕`,
  close: '关闭',
  closeThis: (name) => `关闭 ${name}`,
  more: (count) => `另有 ${count} 个`,
  faults: '故障注入',
  none: '关',
  calm: '停用全部故障',
  fault: {
    pushBack: '推送失败',
    register: 'register 失败',
    transport: 'transport 失败',
    cleanup: 'cleanup 失败',
    cos: 'COS 返回 503',
    lag: '列举结果延迟',
    delay: '多久后打开连接',
    drop: '多久后断开 TCP',
    slow: '多久后停止读取',
    restart: '多久后重启网关',
    idle: '空闲超时',
    skew: '时钟偏快',
    twice: 'cleanup 执行两次',
    early: 'cleanup 提前执行',
  },
  timeline: '时间线',
  empty: '还没有任何动静。打开聊天页面，说句话试试。',
  clear: '清空时间线',
  kind: { connection: '连接', call: '调用', 'push-back': '推送', cos: 'COS', fault: '故障' },
  running: '执行中…',
  partOf: '属于',
  payload: '发送内容',
  answer: '返回内容',
  log: '日志',
  replay: '重放',
  replayHint: '像网关一样，用这个事件调用函数。可以先修改。',
  replayInto: '函数',
  asItWas: '重放',
  asEdited: '用修改后的事件调用',
  hide: '关闭详情',
  said: inChinese,
};

/** Both languages, the preferred one first. */
export function textsFor(preferred: readonly string[]): readonly [Texts, Texts] {
  const first = preferred.find((tag) => /^(zh|en)\b/i.test(tag)) ?? 'en';
  return /^zh/i.test(first) ? [zh, en] : [en, zh];
}
