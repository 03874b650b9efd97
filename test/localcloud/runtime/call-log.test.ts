import { formatCallLog } from '../../../localcloud/runtime/call-log';

const ENTRY = {
  requestId: '195434cd',
  output: '',
  error: undefined,
  durationMs: 3,
  memoryMb: 128,
  memoryBytes: 11_112_448,
};

describe('a call’s log', () => {
  it('has the lines captured from SCF', () => {
    expect(formatCallLog({ ...ENTRY, output: 'one\ntwo\n' })).toBe(
      [
        'START RequestId: 195434cd',
        'Event RequestId: 195434cd',
        'one',
        'two',
        '',
        'END RequestId: 195434cd',
        'Report RequestId: 195434cd Duration:3ms Memory:128MB MemUsage:10.5977MB',
      ].join('\n'),
    );
  });

  it('keeps its form where the function printed nothing', () => {
    expect(formatCallLog(ENTRY)).toContain(
      'Event RequestId: 195434cd\n\nEND RequestId: 195434cd\n',
    );
  });

  it('says why a call failed', () => {
    expect(formatCallLog({ ...ENTRY, error: 'Invoking task timed out after 3 seconds' })).toContain(
      'Event RequestId: 195434cd\nERROR RequestId: 195434cd Result: Invoking task timed out after 3 seconds\n\nEND',
    );
  });
});
