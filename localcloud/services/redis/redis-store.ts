import type { Occupant } from '../vpc/occupant';
import { RedisError } from './redis-error';
import type { RedisSnapshot } from './snapshot';

/** An instance of the account. */
export type RedisInstance = RedisSnapshot[number] & {
  /** What runs of it. */
  server?: { stop(): Promise<void> } | undefined;
};

/** The instances of TencentDB for Redis. Pure state: its actions start and end the servers. */
export class RedisStore {
  private readonly instances: Map<string, RedisInstance>;

  constructor(restored: RedisSnapshot = []) {
    this.instances = new Map(restored.map((instance) => [instance.instanceId, { ...instance }]));
  }

  snapshot(): RedisSnapshot {
    return this.list().map(({ server: _server, ...kept }) => kept);
  }

  list(): RedisInstance[] {
    return [...this.instances.values()];
  }

  require(instanceId: string): RedisInstance {
    const instance = this.instances.get(instanceId);
    if (instance) return instance;
    const message = `The instance ${instanceId} does not exist.`;
    throw new RedisError('ResourceNotFound.InstanceNotExists', message);
  }

  add(instance: RedisInstance): void {
    this.instances.set(instance.instanceId, instance);
  }

  delete(instanceId: string): void {
    this.instances.delete(instanceId);
  }

  /** Their places in their subnets, which they keep in the recycle bin. */
  occupants(): Occupant[] {
    return this.list().map(({ instanceId, vpcId, subnetId, ip, securityGroupIds }) => ({
      vpcId,
      subnetId,
      privateIp: ip,
      kind: 'Redis',
      resourceId: instanceId,
      securityGroupIds,
    }));
  }
}
