import type { Entry } from '../../../localcloud/inspector/entry';
import { Timeline } from '../../../localcloud/inspector/timeline';

function entry(title: string, more: Partial<Entry> = {}): Omit<Entry, 'id'> {
  return {
    at: 0,
    kind: 'call',
    title,
    outcome: 'running',
    result: '',
    connections: [],
    replayable: 'transport',
    ...more,
  };
}

describe('the timeline', () => {
  it('keeps only so many entries, and ids go on', () => {
    const timeline = new Timeline({ maxEntries: 2, maxCharacters: 1000 });
    for (const title of ['a', 'b', 'c']) timeline.add(entry(title));
    expect(timeline.entries().map(({ id, title }) => [id, title])).toEqual([
      [2, 'b'],
      [3, 'c'],
    ]);
  });

  it('keeps only so much text, events for replays included', () => {
    const timeline = new Timeline({ maxEntries: 100, maxCharacters: 100 });
    timeline.add(entry('a', { payload: 'x'.repeat(40) }), 'y'.repeat(40));
    timeline.add(entry('b', { payload: 'x'.repeat(40) }));
    expect(timeline.entries().map(({ title }) => title)).toEqual(['b']);
  });

  it('counts the text that a change brings', () => {
    const timeline = new Timeline({ maxEntries: 100, maxCharacters: 100 });
    timeline.add(entry('a'));
    const { id } = timeline.add(entry('b'));
    timeline.change(id, { log: 'x'.repeat(99) });
    expect(timeline.entries().map(({ title }) => title)).toEqual(['b']);
  });

  it('describes what can wait once, when somebody looks, in its place', () => {
    const timeline = new Timeline();
    const describe = jest.fn(() => entry('b'));
    timeline.add(entry('a'));
    const id = timeline.addLater(describe, 5);
    timeline.add(entry('c'));
    expect(describe).not.toHaveBeenCalled();
    expect(timeline.entries().map(({ title }) => title)).toEqual(['a', 'b', 'c']);
    expect(timeline.entry(id)).toEqual({ id, ...entry('b') });
    expect(describe).toHaveBeenCalledTimes(1);
  });

  it('counts what it keeps of that, too', () => {
    const timeline = new Timeline({ maxEntries: 100, maxCharacters: 100 });
    for (const title of ['a', 'b', 'c']) timeline.addLater(() => entry(title), 40);
    expect(timeline.entries().map(({ title }) => title)).toEqual(['b', 'c']);
  });

  it('does not bring back what it has let go', () => {
    const timeline = new Timeline({ maxEntries: 1, maxCharacters: 100 });
    const { id } = timeline.add(entry('a'));
    timeline.add(entry('b'));
    expect(timeline.change(id, { outcome: 'ok' })).toBeUndefined();
    expect(timeline.eventOf(id)).toBeUndefined();
    expect(timeline.entry(id)).toBeUndefined();
  });

  it('gives the event for a replay, and shows it to nobody', () => {
    const timeline = new Timeline();
    const { id } = timeline.add(entry('a', { payload: 'hidden' }), 'as it was');
    expect(timeline.eventOf(id)).toEqual({ functionName: 'transport', event: 'as it was' });
    expect(JSON.stringify(timeline.entries())).not.toContain('as it was');
  });

  it('can be cleared', () => {
    const timeline = new Timeline();
    timeline.add(entry('a'));
    timeline.clear();
    expect(timeline.entries()).toEqual([]);
    expect(timeline.add(entry('b')).id).toBe(2);
  });
});
