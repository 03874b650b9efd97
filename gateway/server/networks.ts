import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** A network, or with all bits one address. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Says whether an address is in one of some networks. */
export function createNetworkCheck(networks: readonly Network[]): (address: string) => boolean {
  const list = new BlockList();
  for (const { address, prefix, family } of networks) list.addSubnet(address, prefix, family);
  return (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** The other end's address; an IPv4 address that came in by IPv6 as IPv4 (RFC 4291 §2.5.5.2). */
export function peerAddress({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(MAPPED_IPV4, '');
}

/**
 * The client's address: the last in X-Forwarded-For that no trusted proxy has, as long as it came
 * through trusted proxies only.
 */
export function clientAddress(
  request: IncomingMessage,
  isTrusted: (address: string) => boolean,
): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => isIP(address) !== 0);
  let address = peerAddress(request);
  while (isTrusted(address)) {
    const before = forwarded.pop();
    if (before === undefined) return address;
    address = before;
  }
  return address;
}
