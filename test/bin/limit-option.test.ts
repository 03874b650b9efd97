import { addLimit, LIMIT_NAMES } from '../../bin/limit-option';

describe('--limit', () => {
  it('may be given several times, and brings error frames', () => {
    const limits = ['message-rate=5', 'connections=10', 'message-rate=6'];
    expect(limits.reduce((others, text) => addLimit(text, others), {})).toEqual({
      limits: { messagesPerSecond: 6, maxConnections: 10 },
      switches: { errorFrames: true },
    });
  });

  it.each([
    '',
    'message-rate',
    'message-rate=0',
    'message-rate=-1',
    'message-rate=x',
    'toString=1',
  ])('refuses "%s" and names every limit there is', (text) => {
    expect(() => addLimit(text, {})).toThrow(LIMIT_NAMES);
  });
});
