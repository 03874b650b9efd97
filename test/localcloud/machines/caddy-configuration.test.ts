import { localCaddySite } from '../../../localcloud/machines/caddy-configuration';

const ADDRESS = '127.20.3.10';

/** As `caddy adapt` writes it. */
function adapted({ listen = `${ADDRESS}:8443`, hosts = ['chat.example.com'] } = {}): string {
  return JSON.stringify({
    admin: { disabled: true },
    apps: {
      http: {
        http_port: 8008,
        https_port: 8443,
        servers: { srv0: { listen: [listen], routes: [{ match: [{ host: hosts }] }] } },
      },
    },
  });
}

describe('the Caddy of a machine, on this one', () => {
  it('keeps what it serves, and has its certificates from an authority of the cloud', () => {
    const site = localCaddySite(adapted(), ADDRESS, '/some/folder');
    expect(site).toMatchObject({
      domain: 'chat.example.com',
      ports: { tls: 8443, plain: 8008 },
    });
    const before = JSON.parse(adapted()) as object;
    expect(JSON.parse(site.configuration)).toMatchObject({
      ...before,
      storage: { root: '/some/folder' },
      apps: { tls: { automation: { policies: [{ issuers: [{ module: 'internal' }] }] } } },
    });
  });

  it.each([
    ['listens everywhere', { listen: ':8443' }],
    ['listens at another address', { listen: '127.20.3.11:8443' }],
    ['serves two names', { hosts: ['chat.example.com', 'www.example.com'] }],
    ['serves no name', { hosts: [] }],
  ])('is refused where it %s', (_what, flaw) => {
    expect(() => localCaddySite(adapted(flaw), ADDRESS, '')).toThrow(
      'The Caddyfile in the user data is not what the local cloud can run',
    );
  });
});
