import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** A network, or with all bits one address. */
export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;
const HOP = /^(?:\[(?<v6>[^\]]+)\]|(?<v4>[\d.]+))(?::\d+)?$/;

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
 * through trusted proxies only. Where one of them names no address, the proxy's own.
 */
export function clientAddress(
  request: IncomingMessage,
  isTrusted: (address: string) => boolean,
): string {
  const hops = String(request.headers['x-forwarded-for'] ?? '').split(',');
  let address = peerAddress(request);
  while (isTrusted(address)) {
    const before = withoutPort(hops.pop()?.trim() ?? '');
    // What stands before it may be the client's own invention.
    if (isIP(before) === 0) return address;
    address = before;
  }
  return address;
}

/** Some proxies write the port as well: `203.0.113.9:4711`, `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const { v4, v6 } = HOP.exec(hop)?.groups ?? {};
  return v6 ?? v4 ?? hop;
}
