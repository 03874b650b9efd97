import type { CallOutcome } from '../../../gateway/invoke/call';
import { createPatientCall, PATIENCE_MS } from '../../../gateway/invoke/patient';
import { FakeClock } from '../../support/fake-clock';

const AWAY: CallOutcome = { ok: false, reason: 'ECONNREFUSED', notBegun: true };
const FAILED: CallOutcome = { ok: false, reason: 'HTTP 500' };
const DONE: CallOutcome = { ok: true, value: 1 };

function patientWith(outcomes: CallOutcome[]) {
  const clock = new FakeClock();
  let calls = 0;
  const call = createPatientCall(() => {
    calls += 1;
    return Promise.resolve(
      outcomes.length > 1 ? (outcomes.shift() ?? DONE) : (outcomes[0] ?? DONE),
    );
  }, clock);
  return { clock, call, calls: () => calls };
}

describe('a patient call', () => {
  it('waits for a function that is away', async () => {
    const { clock, call, calls } = patientWith([AWAY, AWAY, DONE]);
    const outcome = call({});
    await clock.advance(0);
    await clock.advance(299);
    expect(calls()).toBe(2);
    await clock.advance(1);
    expect(await outcome).toEqual(DONE);
    expect(calls()).toBe(3);
  });

  it('gives up in the end', async () => {
    const { clock, call, calls } = patientWith([AWAY]);
    const outcome = call({});
    await clock.advance(PATIENCE_MS);
    expect(await outcome).toEqual(AWAY);
    const before = calls();
    await clock.advance(PATIENCE_MS);
    expect(calls()).toBe(before);
    expect(clock.pendingTimers).toBe(0);
  });

  it('never repeats what may have begun', async () => {
    const { call, calls } = patientWith([FAILED]);
    expect(await call({})).toEqual(FAILED);
    expect(calls()).toBe(1);
  });
});
