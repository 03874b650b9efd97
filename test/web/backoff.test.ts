import { backoffMs } from '../../web/backoff';

const ALMOST_ONE = 1 - Number.EPSILON;

describe('backoff', () => {
  it('doubles its ceiling from 1 s up to 30 s and stays there', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 6, 2_000].map((failures) =>
      Math.round(backoffMs(failures, ALMOST_ONE)),
    );
    expect(ceilings).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads the delays over everything below the ceiling', () => {
    expect([0, 0.25, 0.5].map((random) => backoffMs(3, random))).toEqual([0, 2_000, 4_000]);
  });
});
