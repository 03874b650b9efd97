import {
  isDomainName,
  isInZone,
  subDomainIn,
} from '../../../../infra/gateways/machine/domain-name';

describe('a domain name', () => {
  it.each(['chat.example.com', 'example.cn', 'a-1.b.example.com.cn', 'xn--fiqs8s.cn'])(
    'may be %s',
    (name) => {
      expect(isDomainName(name)).toBe(true);
    },
  );

  it.each([
    'localhost',
    'Chat.example.com',
    'chat.example.com.',
    'https://chat.example.com',
    'chat.example.com:443',
    '-chat.example.com',
    'chat..example.com',
    '*.example.com',
    '203.0.113.7',
    '聊天.cn',
    `${'a'.repeat(64)}.example.com`,
    `${'long.'.repeat(50)}example.com`,
  ])('may not be %s', (name) => {
    expect(isDomainName(name)).toBe(false);
  });

  it('is in its own zone and in those that it ends with, by whole labels', () => {
    expect(isInZone('example.com', 'example.com')).toBe(true);
    expect(isInZone('a.b.example.com', 'example.com')).toBe(true);
    expect(isInZone('badexample.com', 'example.com')).toBe(false);
    expect(isInZone('example.com', 'chat.example.com')).toBe(false);
  });

  it('has in its zone the name that DNSPod wants', () => {
    expect(subDomainIn('example.com', 'a.chat.example.com')).toBe('a.chat');
    expect(subDomainIn('example.com', 'example.com')).toBe('@');
  });
});
