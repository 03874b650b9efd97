import { formatJson, formatTable } from '../../bench/report';

describe('formatTable', () => {
  it('lines up every column that any row has, text to the left and numbers to the right', () => {
    const rows = [
      { subject: 'raw ws', members: 10_000, lastMs: { median: 87.26, min: 80, max: 95.5 } },
      { subject: 'x', members: 5, timesFloor: 1.2345 },
    ];
    expect(formatTable(rows).split('\n')).toEqual([
      'subject  members          lastMs  timesFloor',
      'raw ws     10000  87.3 (80–95.5)',
      'x              5                        1.23',
    ]);
  });

  it('never rounds away digits before the decimal point', () => {
    expect(formatTable([{ perSecond: 123_456.7, cpu: 0.012345 }])).toBe(
      'perSecond     cpu\n   123457  0.0123',
    );
  });

  it('says so when a number could not be had', () => {
    expect(formatTable([{ lastMs: NaN }])).toBe('lastMs\n   NaN');
  });
});

describe('formatJson', () => {
  it('keeps numbers in full and leaves out what was not measured', () => {
    const row = { subject: 'a', lastMs: { median: 1.23456, min: 1, max: 2 }, cpu: undefined };
    expect(JSON.parse(formatJson(row))).toEqual({
      subject: 'a',
      lastMs: { median: 1.23456, min: 1, max: 2 },
    });
  });
});
