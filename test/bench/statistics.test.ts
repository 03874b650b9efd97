import { median, spreadOf } from '../../bench/statistics';

describe('median', () => {
  it('is the one in the middle, by size and not by text', () => {
    expect(median([100, 9, 20])).toBe(20);
  });

  it('is the mean of the two in the middle where the count is even', () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  it('is no number where there are no samples', () => {
    expect(median([])).toBeNaN();
  });
});

describe('spreadOf', () => {
  it('gives median and range, and leaves the samples in their order', () => {
    const samples = [30, 10, 20];
    expect(spreadOf(samples)).toEqual({ median: 20, min: 10, max: 30 });
    expect(samples).toEqual([30, 10, 20]);
  });

  it('refuses to summarise nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
