import { compareUtf8, SortedKeys } from '../../../../localcloud/services/cos/sorted-keys';

/** Numbers that look random and are the same in every run. */
function* pseudoRandom(seed = 1): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

describe('the order of keys', () => {
  it('is that of their UTF-8 bytes', () => {
    const keys = [
      '',
      'a',
      'a/b',
      'ab',
      'b',
      'é',
      'é1',
      '語',
      '\uE000',
      '\uFFFD',
      '😀',
      '😀a',
      '🙂',
    ];
    const random = pseudoRandom();
    const shuffled = [...keys].sort(() => (random.next().value % 2 === 0 ? 1 : -1));
    const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    expect([...shuffled].sort(compareUtf8)).toEqual([...shuffled].sort(byBytes));
  });
});

describe('sorted keys', () => {
  it('stay those that were added and not removed, in order', () => {
    const keys = new SortedKeys();
    const expected = new Set<string>();
    const random = pseudoRandom();
    for (let step = 0; step < 20_000; step += 1) {
      const key = `key-${random.next().value % 5000}`;
      if (expected.has(key)) {
        expected.delete(key);
        keys.remove(key);
      } else {
        expected.add(key);
        keys.add(key);
      }
    }
    expect([...keys.from('')]).toEqual([...expected].sort(compareUtf8));
    expect(keys.size).toBe(expected.size);
  });

  it('begin where they are asked to, whether that key is there or not', () => {
    const keys = new SortedKeys();
    for (let n = 0; n < 3000; n += 2) keys.add(String(n).padStart(4, '0'));
    expect(keys.from('1000').next().value).toBe('1000');
    expect(keys.from('1001').next().value).toBe('1002');
    expect(keys.from('2999').next().done).toBe(true);
    expect([...keys.from('2990')]).toEqual(['2990', '2992', '2994', '2996', '2998']);
  });

  it('can all be removed and added again', () => {
    const keys = new SortedKeys();
    const all = Array.from({ length: 2000 }, (_, n) => String(n).padStart(4, '0'));
    for (const key of all) keys.add(key);
    for (const key of all) keys.remove(key);
    expect([...keys.from('')]).toEqual([]);
    keys.add('again');
    expect([...keys.from('')]).toEqual(['again']);
  });
});
