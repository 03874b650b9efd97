import {
  deadlineOf,
  DEFAULT_TIME_LIMIT_MS,
  TIME_LIMIT_MARGIN_MS,
} from '../../../functions/invocation/deadline';
import { SkippingClock } from '../../support/skipping-clock';

describe('the deadline of an invocation', () => {
  it("is what SCF's context says is left, less the margin", () => {
    const context = {
      remaining: 10_000,
      getRemainingTimeInMillis() {
        return this.remaining;
      },
    };
    const deadline = deadlineOf(context, new SkippingClock());
    expect(deadline.leftMs()).toBe(10_000 - TIME_LIMIT_MARGIN_MS);
    context.remaining = TIME_LIMIT_MARGIN_MS - 1;
    expect(deadline.leftMs()).toBe(0);
  });

  it.each([undefined, null, 'context', {}, { getRemainingTimeInMillis: 3000 }])(
    "is SCF's default time limit when the context is %p",
    (context) => {
      const clock = new SkippingClock();
      const deadline = deadlineOf(context, clock);
      clock.advance(1000);
      expect(deadline.leftMs()).toBe(DEFAULT_TIME_LIMIT_MS - TIME_LIMIT_MARGIN_MS - 1000);
    },
  );
});
