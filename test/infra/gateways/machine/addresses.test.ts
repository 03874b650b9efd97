import {
  addressAfter,
  isHostAddress,
  isPrivateNetwork,
  loopbackNetwork,
  usualAddress,
  usualNetwork,
} from '../../../../infra/gateways/machine/addresses';

describe('the network of a machine', () => {
  it.each(['10.77.0.0/24', '172.16.0.0/16', '192.168.1.0/28', '127.20.0.0/24'])(
    'may be %s',
    (text) => {
      expect(isPrivateNetwork(text)).toBe(true);
    },
  );

  it.each(['8.8.8.0/24', '10.0.0.0/8', '10.0.0.0/30', '10.0.0.1/24', '10.0.0/24', '172.32.0.0/16'])(
    'may not be %s',
    (text) => {
      expect(isPrivateNetwork(text)).toBe(false);
    },
  );

  it('holds the address that the machine has', () => {
    expect(usualAddress('10.77.0.0/24')).toBe('10.77.0.10');
    expect(addressAfter('10.77.0.254', 2)).toBe('10.77.1.0');
    expect(isPrivateNetwork(usualNetwork())).toBe(true);
  });

  it.each(['10.77.0.2', '10.77.0.10', '10.77.0.254'])('has room for a machine at %s', (address) => {
    expect(isHostAddress('10.77.0.0/24', address)).toBe(true);
  });

  it.each(['10.77.0.0', '10.77.0.1', '10.77.0.255', '10.77.1.10', '10.76.255.10', 'here'])(
    'has none at %s',
    (address) => {
      expect(isHostAddress('10.77.0.0/24', address)).toBe(false);
    },
  );

  it('is on a local cloud a part of the loopback network, another for each stack and cloud', () => {
    const networks = [
      loopbackNetwork('local', '100000012345'),
      loopbackNetwork('local-2', '100000012345'),
      loopbackNetwork('local', '100000054321'),
    ];
    expect(new Set(networks).size).toBe(3);
    for (const network of networks) {
      expect(isPrivateNetwork(network)).toBe(true);
      expect(network).toMatch(/^127\.([1-9]|[1-9]\d|1[01]\d|12[0-7])\./);
    }
    expect(loopbackNetwork('local', '100000012345')).toBe(networks[0]);
  });
});
