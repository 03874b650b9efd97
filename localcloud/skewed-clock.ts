import type { Clock } from '../gateway/engine/clock';
import type { CloudFaults } from './faults';

/** A clock that is wrong by as much as the faults say at the moment; what it measures stays right. */
export function skewedClock(clock: Clock, faults: CloudFaults): Clock {
  return {
    now: () => clock.now() + (faults.clockSkewMs ?? 0),
    uptime: () => clock.uptime(),
    after: (ms, callback) => clock.after(ms, callback),
  };
}
