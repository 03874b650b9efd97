import { TokenBucket } from '../../../gateway/engine/token-bucket';
import { FakeClock } from '../../support/fake-clock';

describe('a token bucket', () => {
  it("lets a second's worth through at once, and then as many as come back", async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(10, clock);
    expect(bucket.take(10)).toBe(true);
    expect(bucket.take(1)).toBe(false);
    await clock.advance(100);
    expect(bucket.take(1)).toBe(true);
    expect(bucket.take(1)).toBe(false);
  });

  it('saves up no more than one second', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(10, clock);
    await clock.advance(60_000);
    expect([bucket.take(6), bucket.take(5), bucket.take(4)]).toEqual([true, false, true]);
  });

  it('lets one through that is larger than a second, and makes those behind it wait', async () => {
    const clock = new FakeClock();
    const bucket = new TokenBucket(10, clock);
    expect(bucket.take(30)).toBe(true);
    await clock.advance(2_000);
    expect(bucket.take(1)).toBe(false);
    await clock.advance(100);
    expect(bucket.take(1)).toBe(true);
  });
});
