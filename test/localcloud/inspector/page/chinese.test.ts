import * as v from 'valibot';
import type { CloseReason } from '../../../../gateway/engine/ports';
import { inChinese } from '../../../../localcloud/inspector/page/chinese';
import { FAULT_FIELDS } from '../../../../localcloud/inspector/page/faults';
import { FaultsSchema } from '../../../../localcloud/inspector/wishes';

/** Every way in which a connection ends. */
const ENDINGS: Readonly<Record<CloseReason, true>> = {
  client: true,
  lost: true,
  'bad frame': true,
  'too large': true,
  'push-back': true,
  'push-back failed': true,
  idle: true,
  'function failed': true,
  'too slow': true,
  flood: true,
  'given up': true,
  shutdown: true,
};

describe('what the local cloud says, in Chinese', () => {
  it.each(Object.keys(ENDINGS))('tells how a connection ended: %s', (why) => {
    expect(inChinese(why)).toMatch(/^\p{Script=Han}+$/u);
  });

  it.each(FAULT_FIELDS.flatMap((field) => (field.type === 'choice' ? field.choices : [])))(
    'names the choice %s of a fault, unless it is what goes over the wire',
    (choice) => {
      expect(inChinese(choice)).toMatch(/^\d+$|^errNo$|^\p{Script=Han}+$/u);
    },
  );

  it.each([
    ['1 open', '共 1 个连接'],
    ['200, errNo 0, cold start', '200, errNo 0, 冷启动'],
    ['There is no function chat-x.', '没有函数 chat-x。'],
  ])('translates %s', (text, chinese) => {
    expect(inChinese(text)).toBe(chinese);
  });

  it.each(['GET /?prefix=connections%2F', 'transport ← data send', '{"errNo":0, "a":1}'])(
    'leaves alone %s',
    (text) => {
      expect(inChinese(text)).toBe(text);
    },
  );

  it.each([{ pushBack: 418 }, { listLagMs: -1 }, { listLagMs: 1.5 }, { cosUnavailable: 'all' }])(
    'says why %j is no fault',
    (faults) => {
      const [issue] = v.safeParse(FaultsSchema, faults).issues ?? [];
      expect(inChinese(`field: ${issue?.message ?? ''}`)).toMatch(
        /^field：(应为 .+，实际为|不接受) /,
      );
    },
  );
});
