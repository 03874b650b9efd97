import type { FunctionFault } from '../../faults';

/** How the gateway says that a connection ended (gateway/engine/ports.ts). */
const ENDINGS = {
  client: '客户端关闭',
  lost: '连接中断',
  'bad frame': '帧格式错误',
  'too large': '消息过大',
  'push-back': '由反向推送关闭',
  'push-back failed': '推送失败',
  idle: '空闲超时',
  'function failed': '函数调用失败',
  'too slow': '读取过慢',
  flood: '消息过于频繁',
  'given up': '已被其他节点判定失联',
  shutdown: '网关关闭',
};

const FAULTS: Readonly<Record<FunctionFault, string>> = {
  crash: '崩溃',
  'time-out': '超时',
  memory: '内存超限',
};

/** What the recorder and the inspector write, word for word. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...ENDINGS,
    ...FAULTS,
    connected: '已连接',
    closed: '已断开',
    refused: '被拒绝',
    'message refused': '消息被拒绝',
    'not let in': '未放行',
    malformed: '格式错误',
    'cold start': '冷启动',
    'set here': '在此设置',
    'no faults': '无故障',
    'The event is no longer kept.': '该事件已不再保留。',
    'It is no longer open.': '该连接已关闭。',
    'The gateway did not close it; the timeline says what it answered.':
      '网关没有关闭它；返回内容见时间线。',
    'Another page may not talk to the inspector.': '其他网页不能访问检查器。',
    'There is no such wish.': '没有这样的请求。',
    'The body is not JSON.': '请求体不是 JSON。',
  }),
);

/** What they write with something of the moment in it. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^(\d+) open$/, '共 $1 个连接'],
  [/^There is no function (.+)\.$/, '没有函数 $1。'],
  [/^The header .+ token of the inspector's page\.$/, '页面令牌无效，请刷新检查器。'],
  // Of valibot, behind the name of a field (inspector.ts).
  [/^([\w.]+): Invalid .+: Expected (.+) but received (.+)$/, '$1：应为 $2，实际为 $3'],
  [/^([\w.]+): Invalid .+: Received (.+)$/, '$1：不接受 $2'],
];

/** What the local cloud says, in Chinese; what is not its own words stays as it is. */
export function inChinese(text: string): string {
  for (const [sentence, chinese] of SENTENCES) {
    if (sentence.test(text)) return text.replace(sentence, chinese);
  }
  // A result may be several: `200, errNo 0, cold start`.
  return text
    .split(', ')
    .map((word) => WORDS.get(word) ?? word)
    .join(', ');
}
