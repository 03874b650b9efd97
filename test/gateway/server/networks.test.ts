import type { IncomingMessage } from 'node:http';
import {
  clientAddress,
  createNetworkCheck,
  peerAddress,
  type Network,
} from '../../../gateway/server/networks';

const PRIVATE: Network = { address: '10.0.0.0', prefix: 8, family: 'ipv4' };
const LOOPBACK: Network = { address: '::1', prefix: 128, family: 'ipv6' };

function requestFrom(remoteAddress: string, forwardedFor?: string): IncomingMessage {
  return {
    socket: { remoteAddress },
    headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
  } as unknown as IncomingMessage;
}

describe('a network check', () => {
  const isIn = createNetworkCheck([PRIVATE, LOOPBACK]);

  it.each([
    ['10.1.2.3', true],
    ['11.0.0.1', false],
    ['::1', true],
    ['::2', false],
    ['', false],
    ['unknown', false],
  ])('says of %j %p', (address, expected) => {
    expect(isIn(address)).toBe(expected);
  });

  it('holds nobody without networks', () => {
    expect(createNetworkCheck([])('127.0.0.1')).toBe(false);
  });
});

describe('the address of a peer', () => {
  it('is IPv4 where it came in by IPv6', () => {
    expect(peerAddress(requestFrom('::ffff:10.0.0.1'))).toBe('10.0.0.1');
    expect(peerAddress(requestFrom('2001:db8::1'))).toBe('2001:db8::1');
  });
});

describe('the address of a client', () => {
  const isTrusted = createNetworkCheck([PRIVATE]);

  it.each([
    ['a client that is not behind a proxy', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['a client behind a trusted proxy', '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['a client that made up a hop', '10.0.0.1', '1.1.1.1, 203.0.113.7', '203.0.113.7'],
    ['a client behind two trusted proxies', '10.0.0.1', '203.0.113.7, 10.0.0.2', '203.0.113.7'],
    ['a trusted proxy itself', '10.0.0.1', undefined, '10.0.0.1'],
    ['a proxy that adds the port', '10.0.0.1', '6.6.6.6, 203.0.113.7:4711', '203.0.113.7'],
    ['one that does so with IPv6', '10.0.0.1', '6.6.6.6, [2001:db8::1]:4711', '2001:db8::1'],
    ['IPv6 in brackets alone', '10.0.0.1', '[2001:db8::1]', '2001:db8::1'],
    ['IPv6 without brackets', '10.0.0.1', '6.6.6.6, 2001:db8::1', '2001:db8::1'],
    ['a client whose proxy does not know it', '10.0.0.1', '6.6.6.6, unknown', '10.0.0.1'],
    ['one behind two proxies likewise', '10.0.0.1', '6.6.6.6, _x, 10.0.0.2:80', '10.0.0.2'],
    ['a proxy that says nonsense', '10.0.0.1', 'unknown, , x', '10.0.0.1'],
  ])('is right for %s', (_, peer, forwarded, expected) => {
    expect(clientAddress(requestFrom(peer, forwarded), isTrusted)).toBe(expected);
  });
});
