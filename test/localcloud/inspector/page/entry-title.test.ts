import type { Entry } from '../../../../localcloud/inspector/entry';
import { entryTitle } from '../../../../localcloud/inspector/page/entry-title';
import { Model } from '../../../../localcloud/inspector/page/model';
import { textsFor } from '../../../../localcloud/inspector/page/texts';

const [EN, ZH] = textsFor(['en']);
const ENTRY: Entry = {
  id: 1,
  at: 0,
  kind: 'fault',
  title: 'faults',
  outcome: 'ok',
  result: 'set here',
  connections: [],
};

describe('the title of an entry', () => {
  const titles = (more: Partial<Entry>) =>
    [EN, ZH].map((texts) => entryTitle({ ...ENTRY, ...more }, new Model(1), texts));

  it('names all faults that are set, as the form does', () => {
    const faults = {
      pushBack: 429,
      functions: { transport: 'crash' },
      dropAfterMs: 5000,
      duplicateCleanup: true,
    } as const;
    expect(titles({ faults })).toEqual([
      'Push-back fails 429 · transport fails crash · TCP breaks after 5000 ms · cleanup runs twice',
      '推送失败 429 · transport 失败 崩溃 · 多久后断开 TCP 5000 ms · cleanup 执行两次',
    ]);
    expect(titles({ faults: {} })).toEqual(['no faults', '无故障']);
  });

  it('is in the words of the protocol for everything else but connections', () => {
    expect(titles({ title: 'transport ← data send' })).toEqual([
      'transport ← data send',
      'transport ← data send',
    ]);
    expect(titles({ title: 'connected' })).toEqual(['connected', '已连接']);
  });
});
