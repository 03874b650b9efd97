import { BalancedPort, type BalancedTarget } from '../../machines/balanced-port';
import type { Health, HealthCheck } from '../../machines/health-probe';
import { MachineError } from '../../machines/machine';
import { ClbError } from './clb-error';
import type { ClbOptions } from './clb-service';
import type { Listener, ListenerHealthCheck, ListenerTarget, LoadBalancer } from './snapshot';

/** The open ports that listeners stand for. */
export class ListenerPorts {
  private readonly ports = new Map<string, BalancedPort>();

  constructor(private readonly options: Pick<ClbOptions, 'clock' | 'instances' | 'vpc'>) {}

  /** Throws a ClbError where the port cannot be had. */
  async open(balancer: LoadBalancer, listener: Listener): Promise<void> {
    try {
      const port = await BalancedPort.open({
        address: balancer.vip,
        port: listener.port,
        ...sharingOf(listener),
        clock: this.options.clock,
      });
      this.ports.set(listener.listenerId, port);
    } catch (error) {
      if (!(error instanceof MachineError)) throw error;
      throw new ClbError('FailedOperation', error.message, { cause: error });
    }
    this.refresh(balancer, listener);
  }

  /** Takes up what a listener's targets are now. */
  refresh(balancer: LoadBalancer, listener: Listener): void {
    const targets = listener.targets.flatMap((target) => this.balanced(balancer, target));
    this.ports.get(listener.listenerId)?.setTargets(targets);
  }

  /** Takes up how a listener shares out and asks now. */
  change(listener: Listener): void {
    this.ports.get(listener.listenerId)?.change(sharingOf(listener));
  }

  healthOf({ listenerId }: Listener, target: ListenerTarget): Health {
    return this.ports.get(listenerId)?.healthOf(target) ?? 'Unknown';
  }

  shut(listenerId: string): void {
    this.ports.get(listenerId)?.close();
    this.ports.delete(listenerId);
  }

  close(): void {
    for (const listenerId of [...this.ports.keys()]) this.shut(listenerId);
  }

  private balanced(
    { type, passesToTarget }: LoadBalancer,
    { instanceId, port, weight }: ListenerTarget,
  ): BalancedTarget[] {
    const { instances, vpc } = this.options;
    const instance = instances.find(instanceId);
    if (instance === undefined) return [];
    // A machine sees who has connected to the load balancer: the Internet, or its own network.
    const isChecked = type === 'OPEN' && !passesToTarget;
    const admits = () => !isChecked || vpc.groups.admit(instance.securityGroupIds, port);
    return [{ instanceId, address: instance.privateIp, port, weight, admits }];
  }
}

function sharingOf({ scheduler, healthCheck }: Listener) {
  return {
    byLeastConnections: scheduler === 'LEAST_CONN',
    healthCheck: healthCheckOf(healthCheck),
  };
}

function healthCheckOf(check: ListenerHealthCheck): HealthCheck | undefined {
  if (check.HealthSwitch === 0) return undefined;
  return {
    intervalMs: check.IntervalTime * 1000,
    timeoutMs: check.TimeOut * 1000,
    healthyAfter: check.HealthNum,
    unhealthyAfter: check.UnHealthNum,
    port: check.CheckPort === -1 ? undefined : check.CheckPort,
    http:
      check.CheckType === 'TCP'
        ? undefined
        : {
            method: check.HttpCheckMethod,
            host: check.HttpCheckDomain,
            path: check.HttpCheckPath === '' ? '/' : check.HttpCheckPath,
            isRight: (status) => isAmong(status, check.HttpCode),
          },
  };
}

/** HttpCode adds up 1 for 1xx, 2 for 2xx, 4 for 3xx, 8 for 4xx and 16 for 5xx (214/30694). */
function isAmong(status: number, codes: number): boolean {
  return Math.floor(codes / 2 ** (Math.floor(status / 100) - 1)) % 2 === 1;
}
