import type { Clock } from '../../../gateway/engine/clock';
import { randomText } from '../random-text';
import { randomPublicIp } from './public-ip';
import type { Address } from './snapshot';
import { VpcError } from './vpc-error';

/** The elastic public addresses of the account. */
export class AddressStore {
  private readonly addresses: Map<string, Address>;

  constructor(
    private readonly clock: Clock,
    restored: readonly Address[] = [],
  ) {
    this.addresses = new Map(restored.map((address) => [address.addressId, address]));
  }

  list(): Address[] {
    return [...this.addresses.values()];
  }

  allocate(given: Pick<Address, 'name' | 'bandwidth' | 'chargeType'>): Address {
    const address: Address = {
      ...given,
      addressId: `eip-${randomText()}`,
      ip: this.freeIp(),
      instanceId: null,
      createdTime: this.clock.now(),
    };
    this.addresses.set(address.addressId, address);
    return address;
  }

  require(addressId: string): Address {
    const address = this.addresses.get(addressId);
    if (address) return address;
    throw new VpcError('ResourceNotFound', `The address ${addressId} does not exist.`);
  }

  change(
    addressId: string,
    change: Partial<Pick<Address, 'name' | 'bandwidth' | 'chargeType' | 'instanceId'>>,
  ): void {
    this.addresses.set(addressId, { ...this.require(addressId), ...change });
  }

  /** Throws while it is bound. */
  release(addressId: string): void {
    if (this.require(addressId).instanceId !== null) {
      const message = `The address ${addressId} is bound to a machine.`;
      throw new VpcError('UnsupportedOperation.AddressStatusNotPermit', message);
    }
    this.addresses.delete(addressId);
  }

  ofInstance(instanceId: string): Address | undefined {
    return this.list().find((address) => address.instanceId === instanceId);
  }

  private freeIp(): string {
    const ip = randomPublicIp();
    return this.list().some((address) => address.ip === ip) ? this.freeIp() : ip;
  }
}
