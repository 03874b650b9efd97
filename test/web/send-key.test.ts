import { isSendKey } from '../../web/send-key';

const enter = { key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13 };

describe('send key', () => {
  it('is Enter alone', () => {
    expect(isSendKey(enter)).toBe(true);
    expect(isSendKey({ ...enter, key: 'a', keyCode: 65 })).toBe(false);
  });

  it('is not Shift+Enter, which breaks the line', () => {
    expect(isSendKey({ ...enter, shiftKey: true })).toBe(false);
  });

  it('is not the Enter that confirms a candidate of an input method', () => {
    expect(isSendKey({ ...enter, isComposing: true })).toBe(false);
    expect(isSendKey({ ...enter, keyCode: 229 })).toBe(false);
  });
});
