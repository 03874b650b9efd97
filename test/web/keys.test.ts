import { isSendKey, recallKey } from '../../web/keys';

const plain = {
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 0,
};
const enter = { ...plain, key: 'Enter' };
const up = { ...plain, key: 'ArrowUp' };
const down = { ...plain, key: 'ArrowDown' };

describe('send key', () => {
  it('is Enter alone', () => {
    expect(isSendKey(enter)).toBe(true);
    expect(isSendKey({ ...plain, key: 'a' })).toBe(false);
  });

  it('is not Shift+Enter, which breaks the line', () => {
    expect(isSendKey({ ...enter, shiftKey: true })).toBe(false);
  });

  it('is not the Enter that confirms a candidate of an input method', () => {
    expect(isSendKey({ ...enter, isComposing: true })).toBe(false);
    expect(isSendKey({ ...enter, keyCode: 229 })).toBe(false);
  });
});

describe('recall key', () => {
  it('is the up-arrow for older texts and the down-arrow for newer ones', () => {
    expect(recallKey(up)).toBe('older');
    expect(recallKey(down)).toBe('newer');
    expect(recallKey(enter)).toBeUndefined();
  });

  it.each(['shiftKey', 'ctrlKey', 'altKey', 'metaKey'])('is not an arrow with %s', (modifier) => {
    expect(recallKey({ ...up, [modifier]: true })).toBeUndefined();
  });

  it('is not an arrow that chooses a candidate of an input method', () => {
    expect(recallKey({ ...up, isComposing: true })).toBeUndefined();
    expect(recallKey({ ...down, keyCode: 229 })).toBeUndefined();
  });
});
