import { Recall } from '../../web/recall';

describe('recall', () => {
  it('goes from the newest text to the oldest and stays there', () => {
    const recall = new Recall(() => ['one', 'two']);
    expect(recall.older('', true)).toBe('two');
    expect(recall.older('two', false)).toBe('one');
    expect(recall.older('one', false)).toBeUndefined();
  });

  it('comes back by way of the newest text to the draft', () => {
    const recall = new Recall(() => ['one', 'two']);
    recall.older('a draft', true);
    recall.older('two', false);
    expect(recall.newer('one')).toBe('two');
    expect(recall.newer('two')).toBe('a draft');
    expect(recall.newer('a draft')).toBeUndefined();
  });

  it('leaves the key alone in a text of its own, unless the caret is at its start', () => {
    const recall = new Recall(() => ['one']);
    expect(recall.older('typing', false)).toBeUndefined();
    expect(recall.newer('typing')).toBeUndefined();
    expect(recall.older('typing', true)).toBe('one');
  });

  it('takes a recalled text that was edited for a draft', () => {
    const recall = new Recall(() => ['one', 'two']);
    recall.older('', true);
    expect(recall.newer('two, edited')).toBeUndefined();
    expect(recall.older('two, edited', false)).toBeUndefined();
    expect(recall.older('two, edited', true)).toBe('two');
    expect(recall.newer('two')).toBe('two, edited');
  });

  it('knows what was sent since', () => {
    const texts: string[] = [];
    const recall = new Recall(() => texts);
    expect(recall.older('', true)).toBeUndefined();
    texts.push('one');
    expect(recall.older('', true)).toBe('one');
    texts.push('two');
    expect(recall.older('', true)).toBe('two');
  });
});
