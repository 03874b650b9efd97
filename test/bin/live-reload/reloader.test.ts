import { Reloader } from '../../../bin/live-reload/reloader';
import { Gate } from '../../support/gate';

describe('the reloader', () => {
  it('runs one reload at a time, and one more for all that was wished meanwhile', async () => {
    const gate = new Gate();
    const reloader = new Reloader(() => gate.enter());
    const wishes = [reloader.request(), reloader.request(), reloader.request()];
    await gate.releaseUntilEnd(Promise.all(wishes));
    expect([gate.entered, gate.mostWaiting]).toEqual([2, 1]);
  });

  it('runs again for a wish that comes later', async () => {
    const gate = new Gate();
    const reloader = new Reloader(() => gate.enter());
    await gate.releaseUntilEnd(reloader.request());
    await gate.releaseUntilEnd(reloader.request());
    expect(gate.entered).toBe(2);
  });
});
