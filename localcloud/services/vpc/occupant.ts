import { addressIn } from './ipv4';
import type { Subnet } from './snapshot';

/** Something that stands at an address of a subnet. */
export interface Occupant {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly kind: 'CVM' | 'CLB' | 'Redis';
  readonly resourceId: string;
  readonly securityGroupIds: readonly string[];
}

/** Everything that stands in a network of the account at this moment. */
export type ListOccupants = () => readonly Occupant[];

/** The first address of a subnet that goes to what asks for none. */
const FIRST_ADDRESS = 5;

/** Whether an address of a subnet is taken. */
export function isTaken(occupants: readonly Occupant[], subnetId: string, ip: string): boolean {
  return occupants.some((occupant) => occupant.subnetId === subnetId && occupant.privateIp === ip);
}

/** An address of a subnet at which nothing stands. */
export function freeAddress(
  occupants: readonly Occupant[],
  { subnetId, cidr }: Pick<Subnet, 'subnetId' | 'cidr'>,
): string {
  for (let number = FIRST_ADDRESS; ; number += 1) {
    const address = addressIn(cidr, number);
    if (!isTaken(occupants, subnetId, address)) return address;
  }
}
