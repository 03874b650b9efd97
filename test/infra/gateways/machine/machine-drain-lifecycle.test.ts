import { drainMachine } from '../../../../infra/gateways/machine/machine-drain-lifecycle';

interface Machine {
  /** What DescribeInstances says, one after the other; the last for good. */
  readonly states: (string | undefined)[];
  readonly stopError?: string;
}

function cloudWith({ states, stopError }: Machine) {
  const calls: string[] = [];
  const call = (action: string, input: object) => {
    calls.push(action === 'StopInstances' ? `${action} ${JSON.stringify(input)}` : action);
    if (action === 'StopInstances') {
      return stopError === undefined
        ? Promise.resolve({})
        : Promise.reject(Object.assign(new Error(stopError), { code: stopError }));
    }
    const InstanceState = states.length > 1 ? states.shift() : states[0];
    return Promise.resolve({ InstanceSet: InstanceState === undefined ? [] : [{ InstanceState }] });
  };
  const pauses: number[] = [];
  const drain = () =>
    drainMachine(call, 'ins-1', (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    });
  return { calls, pauses, drain };
}

describe('draining a machine', () => {
  it('stops it as its power button would, and waits until it has stopped', async () => {
    const { calls, pauses, drain } = cloudWith({
      states: ['RUNNING', 'STOPPING', 'STOPPING', 'STOPPED'],
    });
    await drain();
    expect(calls[1]).toBe('StopInstances {"InstanceIds":["ins-1"],"StopType":"SOFT_FIRST"}');
    expect(pauses).toHaveLength(3);
  });

  it('stops one that is just starting once it runs, and once only', async () => {
    const { calls, drain } = cloudWith({
      states: ['PENDING', 'STARTING', 'RUNNING', 'RUNNING', 'STOPPED'],
    });
    await drain();
    expect(calls.filter((one) => one.startsWith('StopInstances'))).toHaveLength(1);
  });

  it('is nothing where the machine has stopped already, or is gone', async () => {
    for (const state of ['STOPPED', 'LAUNCH_FAILED', 'SHUTDOWN', 'TERMINATING', undefined]) {
      const { calls, pauses, drain } = cloudWith({ states: [state] });
      await drain();
      expect(calls).not.toContain('StopInstances');
      expect(pauses).toEqual([]);
    }
  });

  it('is nothing where the machine goes away meanwhile', async () => {
    const { drain } = cloudWith({
      states: ['RUNNING', undefined],
      stopError: 'InvalidInstanceId.NotFound',
    });
    await expect(drain()).resolves.toBeUndefined();
  });

  it('fails where it may not be stopped', async () => {
    const { drain } = cloudWith({ states: ['RUNNING'], stopError: 'UnauthorizedOperation' });
    await expect(drain()).rejects.toThrow('UnauthorizedOperation');
  });

  it('gives up on a machine that never stops', async () => {
    const { pauses, drain } = cloudWith({ states: ['RUNNING', 'STOPPING'] });
    await drain();
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(7 * 60_000);
  });
});
