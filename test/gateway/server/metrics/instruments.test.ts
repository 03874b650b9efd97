import {
  Counter,
  Gauge,
  Histogram,
  renderMetrics,
} from '../../../../gateway/server/metrics/instruments';

describe('metrics', () => {
  it('are written in the text format of Prometheus', () => {
    const counter = new Counter('pushes_total', 'Pushes, by result.');
    counter.add({ result: 'gone' });
    counter.add({ result: 'delivered' }, 3);
    counter.add({ result: 'gone' });
    const histogram = new Histogram('call_seconds', 'Calls.', [0.1, 1]);
    for (const value of [0.1, 0.5, 7]) histogram.observe({ role: 'register' }, value);
    const gauge = new Gauge('connections', 'Open now.', () => 2);
    expect(renderMetrics([counter, histogram, gauge])).toBe(`# HELP pushes_total Pushes, by result.
# TYPE pushes_total counter
pushes_total{result="gone"} 2
pushes_total{result="delivered"} 3
# HELP call_seconds Calls.
# TYPE call_seconds histogram
call_seconds_bucket{role="register",le="0.1"} 1
call_seconds_bucket{role="register",le="1"} 2
call_seconds_bucket{role="register",le="+Inf"} 3
call_seconds_sum{role="register"} 7.6
call_seconds_count{role="register"} 3
# HELP connections Open now.
# TYPE connections gauge
connections 2
`);
  });

  it('show a counter that has counted nothing as 0', () => {
    expect(new Counter('messages_total', 'Messages.').render()).toContain('\nmessages_total 0\n');
  });
});
