import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A network of IPv4: its first address as a number, and how many bits name it. */
interface Network {
  readonly base: number;
  readonly bits: number;
}

/** What a VPC may be made of, and the loopback network that a local cloud lives in. */
const PRIVATE = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
] as const;
/** Sizes of a VPC and of a subnet: the machine and the functions share one. */
const MIN_BITS = 16;
const MAX_BITS = 28;
/** The network of a VPC of our own. */
const USUAL_NETWORK = '10.77.0.0/24';
/** The first address is the network's own, the second its gateway's; the last is for everybody. */
const GATEWAY_NUMBER = 1;
/** Where the machine is in its network: behind what Tencent keeps for itself at its beginning. */
const HOST_NUMBER = 10;

/** Whether a text is a network that a VPC can be made of, such as `10.77.0.0/24`. */
export function isPrivateNetwork(text: string): boolean {
  const network = parseNetwork(text);
  return (
    network !== undefined &&
    network.bits >= MIN_BITS &&
    network.bits <= MAX_BITS &&
    network.base === maskedBase(network.base, network.bits) &&
    PRIVATE.some(([first, bits]) => maskedBase(network.base, bits) === toNumber(first))
  );
}

/** Whether something can have this address in a network: it is in there, and nobody's already. */
export function isHostAddress(network: string, address: string): boolean {
  const parsed = parseNetwork(network);
  if (parsed === undefined || !isIPv4(address)) return false;
  const hostNumber = toNumber(address) - parsed.base;
  return hostNumber > GATEWAY_NUMBER && hostNumber < 2 ** (32 - parsed.bits) - 1;
}

/** The address of the machine in its network, unless a setting names another. */
export function usualAddress(network: string): string {
  const { base = 0 } = parseNetwork(network) ?? {};
  return toText(base + HOST_NUMBER);
}

/** The address so many behind another one. */
export function addressAfter(address: string, count: number): string {
  return toText(toNumber(address) + count);
}

/** The network that is made where no setting names one. */
export function usualNetwork(): string {
  return USUAL_NETWORK;
}

/**
 * The same for a local cloud: a part of the loopback network that no other stack and no other
 * local cloud is likely to have, so that functions and machine reach each other on this machine.
 */
export function loopbackNetwork(stack: string, account: string): string {
  const [second = 0, third = 0] = createHash('sha256').update(`${account}/${stack}`).digest();
  // 127.0.*.* is where everybody else listens, and 127.128.*.* and up are public addresses.
  return `127.${1 + (second % 127)}.${third}.0/24`;
}

function parseNetwork(text: string): Network | undefined {
  const [address = '', bits = ''] = text.split('/');
  if (!isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  return { base: toNumber(address), bits: Number(bits) };
}

function maskedBase(address: number, bits: number): number {
  const size = 2 ** (32 - bits);
  return Math.floor(address / size) * size;
}

function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
