import type { RunningMachine } from '../../machines/machine-runtime';
import type { Occupant } from '../vpc/occupant';
import { CvmError } from './cvm-error';
import type { CvmSnapshot } from './snapshot';

/** A machine of the account. */
export type CvmInstance = CvmSnapshot[number] & {
  /** What runs of it; nothing while it is started or stopped. */
  running?: RunningMachine | undefined;
};

/** The machines of the account. Pure state: CVM's actions start and end what they stand for. */
export class InstanceStore {
  private readonly instances: Map<string, CvmInstance>;

  constructor(restored: CvmSnapshot = []) {
    this.instances = new Map(restored.map((instance) => [instance.instanceId, { ...instance }]));
  }

  snapshot(): CvmSnapshot {
    return this.list().map(({ running: _running, ...kept }) => kept);
  }

  list(): CvmInstance[] {
    return [...this.instances.values()];
  }

  find(instanceId: string): CvmInstance | undefined {
    return this.instances.get(instanceId);
  }

  require(instanceId: string): CvmInstance {
    const instance = this.find(instanceId);
    if (instance) return instance;
    throw new CvmError('InvalidInstanceId.NotFound', `The instance ${instanceId} does not exist.`);
  }

  add(instance: CvmInstance): void {
    this.instances.set(instance.instanceId, instance);
  }

  delete(instanceId: string): void {
    this.instances.delete(instanceId);
  }

  /** Their places in their subnets. */
  occupants(): Occupant[] {
    return this.list().map(({ instanceId, vpcId, subnetId, privateIp, securityGroupIds }) => ({
      vpcId,
      subnetId,
      privateIp,
      kind: 'CVM',
      resourceId: instanceId,
      securityGroupIds,
    }));
  }
}
