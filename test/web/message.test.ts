import { HEARTBEAT_FRAME } from '../../protocol/chat';
import { byteLength, isBlank } from '../../web/message';

describe('message', () => {
  it('is measured in bytes of UTF-8', () => {
    expect(['a', 'é', '你', '👍'].map(byteLength)).toEqual([1, 2, 3, 4]);
  });

  it.each(['', ' \n\t', '　', HEARTBEAT_FRAME])('is blank when it is %j', (text) => {
    expect(isBlank(text)).toBe(true);
  });

  it('is not blank when it says anything', () => {
    expect(isBlank(' .\n')).toBe(false);
  });
});
