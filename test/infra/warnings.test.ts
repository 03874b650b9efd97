import { warningsFor } from '../../infra/warnings';

type Settings = Parameters<typeof warningsFor>[0];

const MACHINE: Settings = { gateway: 'machine', gatewayNodes: 1, domain: '', dnsZone: '' };
const API_GATEWAY: Settings = { ...MACHINE, gateway: 'api-gateway' };
const TWO: Settings = { ...MACHINE, gatewayNodes: 2 };
const DOMAIN: Settings = { ...MACHINE, domain: 'chat.example.com' };

describe('what a user hears before anything is made', () => {
  it('is of the end of API Gateway, but not where it is emulated', () => {
    expect(warningsFor(API_GATEWAY, 'dev')).toEqual([expect.stringContaining('2024-07-01')]);
    expect(warningsFor(API_GATEWAY, 'local')).toEqual([]);
    expect(warningsFor({ ...MACHINE, gateway: 'external' }, 'dev')).toEqual([]);
  });

  it('is of pages on https, with the way out that there is', () => {
    const [one, two] = [MACHINE, TWO].map((settings) => warningsFor(settings, 'dev')[0]);
    expect(one).toContain('npm run pulumi -- config set domain chat.example.com --stack dev ');
    expect(two).toContain('pages on https cannot connect');
    expect(two).not.toContain('config set domain');
  });

  it('is of a DNS record that nobody makes', () => {
    expect(warningsFor(DOMAIN, 'dev')[0]).toContain('output dnsRecord');
    expect(warningsFor({ ...DOMAIN, dnsZone: 'example.com' }, 'dev').join()).not.toContain(
      'dnsRecord',
    );
  });

  it('is of what a replacement means for those who are connected', () => {
    const [one, two, domain] = [MACHINE, TWO, DOMAIN].map((settings) =>
      warningsFor(settings, 'dev').at(-1),
    );
    expect(one).toContain('after about 2 minutes');
    expect(two).toContain('one goes after the other');
    expect(domain).toContain('five of a name in seven days');
  });
});
