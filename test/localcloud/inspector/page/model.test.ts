import type { Changes, Entry } from '../../../../localcloud/inspector/entry';
import { Model, passes, readable } from '../../../../localcloud/inspector/page/model';

function entry(id: number, more: Partial<Entry> = {}): Entry {
  return {
    id,
    at: 0,
    kind: 'call',
    title: '',
    outcome: 'ok',
    result: '',
    connections: [],
    ...more,
  };
}

function changes(more: Partial<Changes>): Changes {
  return { entries: [], opened: [], closed: [], faults: {}, functions: [], ...more };
}

describe('what the inspector knows', () => {
  it('is as much as the cloud keeps', () => {
    const model = new Model(2);
    const shed = model.apply(changes({ entries: [entry(1), entry(2), entry(3)] }));
    expect(shed).toEqual([1]);
    expect(model.all().map(({ id }) => id)).toEqual([2, 3]);
  });

  it('has each entry as it was told last, in its old place', () => {
    const model = new Model(10);
    model.apply(changes({ entries: [entry(1, { outcome: 'running' }), entry(2)] }));
    model.apply(changes({ entries: [entry(1, { outcome: 'ok' })] }));
    expect(model.all().map(({ id, outcome }) => [id, outcome])).toEqual([
      [1, 'ok'],
      [2, 'ok'],
    ]);
  });

  it('numbers connections as they are seen, and keeps the numbers', () => {
    const model = new Model(10);
    const numbers = ['b', 'a', 'b'].map((id) => model.numberOf(id));
    model.clear();
    expect([...numbers, model.numberOf('a')]).toEqual([1, 2, 1, 2]);
  });

  it('leaves out of titles what all functions begin with', () => {
    const model = new Model(10);
    model.apply(changes({ functions: ['chat-local-register', 'chat-local-transport', 'chat-x'] }));
    expect(model.shortTitle('chat-local-register ← connecting')).toBe(
      'local-register ← connecting',
    );
    expect(model.shortTitle('GET /')).toBe('GET /');
    model.apply(changes({ functions: ['one-alone'] }));
    expect(model.shortTitle('one-alone')).toBe('one-alone');
  });
});

describe('a filter', () => {
  const ofAnn = entry(1, { connections: ['ann', 'ben'] });

  it('lets through what concerns its connection', () => {
    expect(passes(ofAnn, { connection: 'ann', hiddenKinds: new Set() })).toBe(true);
    expect(passes(ofAnn, { connection: 'cat', hiddenKinds: new Set() })).toBe(false);
  });

  it('lets faults through, which concern everybody', () => {
    const fault = entry(1, { kind: 'fault' });
    expect(passes(fault, { connection: 'ann', hiddenKinds: new Set() })).toBe(true);
  });

  it('holds back whole kinds', () => {
    expect(passes(ofAnn, { connection: undefined, hiddenKinds: new Set(['call']) })).toBe(false);
  });
});

describe('text for people', () => {
  it('is JSON with line breaks, and anything else as it is', () => {
    expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(readable('<List/>')).toBe('<List/>');
  });
});
