import { BlockList, isIPv4 } from 'node:net';

/** Whether a text is a network, written with its first address: `10.0.0.0/16`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits = ''] = text.split('/');
  return isIPv4(address) && /^\d{1,2}$/.test(bits) && Number(bits) <= 32;
}

/** Whether an address, or all of a smaller network, lies in a network. */
export function isWithin(inner: string, network: string): boolean {
  const [first = '', innerBits = '32'] = inner.split('/');
  const [base = '', bits = '32'] = network.split('/');
  const list = new BlockList();
  list.addSubnet(base, Number(bits), 'ipv4');
  return Number(innerBits) >= Number(bits) && list.check(first, 'ipv4');
}

/** The address that is so many behind a network's first. */
export function addressIn(network: string, number: number): string {
  const [base = ''] = network.split('/');
  const value = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + number;
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
