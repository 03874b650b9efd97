import {
  bringIn,
  isIn,
  takeOut,
} from '../../../../infra/gateways/machine/load-balancer-target-lifecycle';

const LISTENERS = [
  { loadBalancerId: 'lb-open', listenerId: 'lbl-open', port: 8080 },
  { loadBalancerId: 'lb-internal', listenerId: 'lbl-internal', port: 8081 },
];
const PLACE = { instanceId: 'ins-1', listeners: LISTENERS };

type Input = Readonly<Record<string, unknown>>;
interface Target {
  readonly InstanceId: string;
  readonly Port: number;
  readonly Weight: number;
}

/** Load balancers and a machine, as far as they are asked. */
class Cloud {
  /** Everything that was changed, in order. */
  readonly changes: string[] = [];
  readonly pauses: number[] = [];
  /** By listener. */
  readonly targets = new Map<string, Target[]>(
    LISTENERS.map(({ listenerId }) => [listenerId, [{ InstanceId: 'ins-2', Port: 1, Weight: 10 }]]),
  );
  /** Looks at the machine's health that find it ill. */
  looksUntilHealthy = 0;
  /** How often a change is refused because another one is under way. */
  busy = 0;
  taskStatus: number[] = [0];
  isGone = false;

  readonly clb = (action: string, input: Input) => {
    if (this.isGone) return refusal('InvalidParameter.LBIdNotFound');
    switch (action) {
      case 'DescribeTargets': {
        const [ListenerId = ''] = input['ListenerIds'] as string[];
        return Promise.resolve({
          Listeners: [{ ListenerId, Targets: this.targets.get(ListenerId) }],
        });
      }
      case 'DescribeTargetHealth':
        this.looksUntilHealthy -= 1;
        return Promise.resolve({ LoadBalancers: this.health() });
      case 'DescribeTaskStatus':
        return Promise.resolve({ Status: this.taskStatus.shift() ?? 0 });
      default:
        return this.change(action, input);
    }
  };

  readonly cvm = (action: string) => {
    if (action === 'StopInstances') this.changes.push('StopInstances');
    const isStopped = this.changes.includes('StopInstances');
    return Promise.resolve({ InstanceSet: [{ InstanceState: isStopped ? 'STOPPED' : 'RUNNING' }] });
  };

  readonly pause = (ms: number) => {
    this.pauses.push(ms);
    return Promise.resolve();
  };

  get waited(): number {
    return this.pauses.reduce((sum, ms) => sum + ms, 0);
  }

  private health() {
    const HealthStatus = this.looksUntilHealthy < 0;
    return LISTENERS.map(({ listenerId: ListenerId }) => ({
      Listeners: [
        { ListenerId, Rules: [{ Targets: [{ TargetId: 'ins-1', HealthStatus }] }] },
        { ListenerId: 'lbl-other', Rules: null },
      ],
    }));
  }

  private change(action: string, input: Input) {
    if (this.busy > 0) {
      this.busy -= 1;
      return refusal('FailedOperation.ResourceInOperating');
    }
    const listener = String(input['ListenerId']);
    const [target] = input['Targets'] as [Target];
    const others = (this.targets.get(listener) ?? []).filter(
      ({ InstanceId }) => InstanceId !== target.InstanceId,
    );
    this.targets.set(listener, action === 'DeregisterTargets' ? others : [...others, target]);
    this.changes.push(`${action} ${listener} ${target.Port} ${target.Weight}`);
    return Promise.resolve({ RequestId: 'task' });
  }
}

function refusal(code: string): Promise<never> {
  return Promise.reject(Object.assign(new Error(code), { code }));
}

let cloud: Cloud;
beforeEach(() => {
  cloud = new Cloud();
});

describe('bringing a machine in', () => {
  it('registers it with each listener, and waits until all find it healthy', async () => {
    cloud.looksUntilHealthy = 3;
    await bringIn(cloud.clb, PLACE, cloud.pause);
    expect(cloud.changes).toEqual([
      'RegisterTargets lbl-open 8080 10',
      'RegisterTargets lbl-internal 8081 10',
    ]);
    expect(cloud.pauses).toHaveLength(3);
  });

  it('goes on where an interrupted run has stopped', async () => {
    cloud.targets.set('lbl-open', [{ InstanceId: 'ins-1', Port: 8080, Weight: 10 }]);
    cloud.targets.set('lbl-internal', [{ InstanceId: 'ins-1', Port: 8081, Weight: 0 }]);
    await bringIn(cloud.clb, PLACE, cloud.pause);
    expect(cloud.changes).toEqual(['ModifyTargetWeight lbl-internal 8081 10']);
  });

  it('fails where the machine never answers, and says where to look', async () => {
    cloud.looksUntilHealthy = Infinity;
    await expect(bringIn(cloud.clb, PLACE, cloud.pause)).rejects.toThrow(
      /ins-1 does not answer its load balancer after 10 minutes.*docs\/machine.md/s,
    );
    expect(cloud.waited).toBe(10 * 60_000);
  });

  it('waits while the load balancer does something else', async () => {
    cloud.busy = 2;
    cloud.taskStatus = [2, 2, 0];
    await bringIn(cloud.clb, PLACE, cloud.pause);
    expect(cloud.changes).toHaveLength(2);
    expect(cloud.pauses).toHaveLength(4);
  });

  it('waits for it no longer than 3 minutes', async () => {
    cloud.busy = Infinity;
    await expect(bringIn(cloud.clb, PLACE, cloud.pause)).rejects.toThrow('after 3 minutes');
  });

  it('fails where the load balancer could not do it', async () => {
    cloud.taskStatus = [1];
    await expect(bringIn(cloud.clb, PLACE, cloud.pause)).rejects.toThrow(
      'The load balancer could not do RegisterTargets.',
    );
  });
});

describe('taking a machine out', () => {
  beforeEach(async () => {
    await bringIn(cloud.clb, PLACE, cloud.pause);
    cloud.changes.length = 0;
  });

  it('keeps new connections away first, then drains it, and forgets it last', async () => {
    await takeOut(cloud, PLACE, cloud.pause);
    expect(cloud.changes).toEqual([
      'ModifyTargetWeight lbl-open 8080 0',
      'ModifyTargetWeight lbl-internal 8081 0',
      'StopInstances',
      'DeregisterTargets lbl-open 8080 0',
      'DeregisterTargets lbl-internal 8081 0',
    ]);
    expect(cloud.targets.get('lbl-open')).toEqual([{ InstanceId: 'ins-2', Port: 1, Weight: 10 }]);
  });

  it('drains it where no load balancer knows it, or there is none any more', async () => {
    for (const { listenerId } of LISTENERS) cloud.targets.set(listenerId, []);
    await takeOut(cloud, PLACE, cloud.pause);
    expect(cloud.changes).toEqual(['StopInstances']);
    cloud.isGone = true;
    await expect(takeOut(cloud, PLACE, cloud.pause)).resolves.toBeUndefined();
  });
});

describe('a machine', () => {
  it('is in where each listener leads to it with its full weight', async () => {
    expect(await isIn(cloud.clb, PLACE)).toBe(false);
    await bringIn(cloud.clb, PLACE, cloud.pause);
    expect(await isIn(cloud.clb, PLACE)).toBe(true);
    cloud.targets.set('lbl-open', [{ InstanceId: 'ins-1', Port: 8080, Weight: 0 }]);
    expect(await isIn(cloud.clb, PLACE)).toBe(false);
    cloud.isGone = true;
    expect(await isIn(cloud.clb, PLACE)).toBe(false);
  });

  it('is neither in nor out where it may not be asked', async () => {
    const forbidden = () => refusal('UnauthorizedOperation');
    await expect(isIn(forbidden, PLACE)).rejects.toThrow('UnauthorizedOperation');
  });
});
