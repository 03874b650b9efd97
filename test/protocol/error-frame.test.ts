import { formatBroadcast } from '../../protocol/chat';
import { formatErrorFrame, parseErrorFrame } from '../../protocol/error-frame';

const ERROR = { errNo: 402, errMsg: 'more messages than 20 a second', message: 17 };

describe('an error frame', () => {
  it('says why which message was not taken', () => {
    expect(parseErrorFrame(formatErrorFrame(ERROR))).toEqual(ERROR);
  });

  it('cannot come from a member: what members write has something behind it', () => {
    expect(parseErrorFrame(formatBroadcast(formatErrorFrame(ERROR), 2))).toBeUndefined();
  });

  it.each(['', 'hi', '\u0016', '\u0015', '\u0015{}', '\u0015null', JSON.stringify(ERROR)])(
    'is not %j',
    (frame) => {
      expect(parseErrorFrame(frame)).toBeUndefined();
    },
  );
});
