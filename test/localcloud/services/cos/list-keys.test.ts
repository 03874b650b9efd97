import { listKeys, type ListRequest } from '../../../../localcloud/services/cos/list-keys';
import { SortedKeys } from '../../../../localcloud/services/cos/sorted-keys';

const KEYS = ['a', 'a/1', 'a/2', 'a/b/1', 'b/1', 'b/2', 'c', '\u{10FFFF}/x', '\u{10FFFF}/y'];

function list(request: Partial<ListRequest>) {
  const keys = new SortedKeys();
  for (const key of KEYS) keys.add(key);
  return listKeys(keys, { prefix: '', delimiter: '', marker: '', maxKeys: 1000, ...request });
}

describe('a list', () => {
  it('holds every key in order when nothing else is asked for', () => {
    expect(list({})).toEqual({ keys: KEYS, commonPrefixes: [], nextMarker: undefined });
  });

  it('holds the keys with the prefix', () => {
    expect(list({ prefix: 'a/' }).keys).toEqual(['a/1', 'a/2', 'a/b/1']);
    expect(list({ prefix: 'a0' }).keys).toEqual([]);
  });

  it.each([
    ['a/2', ['a/b/1', 'b/1']],
    ['a/3', ['a/b/1', 'b/1']],
    ['a/b/1', ['b/1', 'b/2']],
  ])('goes on behind the marker %s, which need not be a key', (marker, expected) => {
    expect(list({ marker, maxKeys: 2 }).keys).toEqual(expected);
  });

  it('has nothing when the marker is behind the prefix', () => {
    expect(list({ prefix: 'a/', marker: 'b' }).keys).toEqual([]);
  });

  it('names the last of its entries when there are more, and only then', () => {
    expect(list({ maxKeys: 3 }).nextMarker).toBe('a/2');
    expect(list({ maxKeys: KEYS.length }).nextMarker).toBeUndefined();
    expect(list({ prefix: 'a/', maxKeys: 3 }).nextMarker).toBeUndefined();
    expect(list({ maxKeys: 0 })).toEqual({ keys: [], commonPrefixes: [], nextMarker: undefined });
  });

  it('tells keys that hold the delimiter by what they have in common', () => {
    expect(list({ delimiter: '/' })).toMatchObject({
      keys: ['a', 'c'],
      commonPrefixes: ['a/', 'b/', '\u{10FFFF}/'],
    });
    expect(list({ prefix: 'a/', delimiter: '/' })).toMatchObject({
      keys: ['a/1', 'a/2'],
      commonPrefixes: ['a/b/'],
    });
  });

  it.each([1, 2, 3, 4])('comes in pages of %i that hold each entry once', (maxKeys) => {
    const entries: string[] = [];
    let marker: string | undefined = '';
    while (marker !== undefined) {
      const page = list({ delimiter: '/', maxKeys, marker });
      expect(page.keys.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
      entries.push(...page.keys, ...page.commonPrefixes);
      marker = page.nextMarker;
    }
    expect(entries.sort()).toEqual(['a', 'a/', 'b/', 'c', '\u{10FFFF}/']);
  });

  it('does not tell the marker again as the only one of its group', () => {
    expect(list({ delimiter: '/', marker: 'b/2' }).commonPrefixes).toEqual(['\u{10FFFF}/']);
  });
});
