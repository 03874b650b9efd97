import { addFault, FAULT_NAMES } from '../../bin/fault-option';

describe('--fault', () => {
  it.each([
    ['function-crash', { functions: { transport: 'crash' } }],
    ['function-time-out=register', { functions: { register: 'time-out' } }],
    ['function-memory=cleanup', { functions: { cleanup: 'memory' } }],
    ['cos-503', { cosUnavailable: 1 }],
    ['cos-503=30', { cosUnavailable: 0.3 }],
    ['list-lag=5000', { listLagMs: 5000 }],
    ['push-back=500', { pushBack: 500 }],
    ['push-back=err-no', { pushBack: 'errNo' }],
    ['push-back=time-out', { pushBack: 'time-out' }],
    ['duplicate-cleanup', { duplicateCleanup: true }],
    ['early-cleanup', { earlyCleanup: true }],
    ['open-delay=300', { openDelayMs: 300 }],
    ['slow-reader=0', { slowReaderAfterMs: 0 }],
    ['gateway-restart=9000', { restartAfterMs: 9000 }],
    ['tcp-drop=50', { dropAfterMs: 50 }],
    ['idle=2000', { idleTimeoutMs: 2000 }],
    ['clock-jump=-60000', { clockSkewMs: -60_000 }],
  ])('takes %s', (text, expected) => {
    expect(addFault(text, {})).toMatchObject(expected);
    expect(FAULT_NAMES).toContain(text.split('=')[0]);
  });

  it('may be given several times', () => {
    const faults = ['function-crash=register', 'function-memory=cleanup', 'push-back=429'];
    const together = faults.reduce((others, text) => addFault(text, others), {});
    expect(together).toEqual({
      functions: { register: 'crash', cleanup: 'memory' },
      pushBack: 429,
    });
  });

  it.each([
    '',
    'fire',
    'toString',
    'push-back',
    'push-back=200',
    'cos-503=101',
    'list-lag',
    'list-lag=x',
    'function-crash=all',
    'duplicate-cleanup=2',
    'early-cleanup=2',
    'open-delay',
  ])('refuses "%s" and names every fault there is', (text) => {
    expect(() => addFault(text, {})).toThrow(FAULT_NAMES);
  });
});
