/** What a request is for, by the host that it names. */
export type Destination =
  /** `<product>.tencentcloudapi.com`. */
  | { readonly type: 'api'; readonly product: string }
  /** `<bucket>.cos.<region>.myqcloud.com`. */
  | { readonly type: 'bucket'; readonly bucket: string }
  /** The COS host without a bucket, as path-style requests name it. */
  | { readonly type: 'cos without bucket' }
  /** The local cloud's own address. */
  | { readonly type: 'self' }
  /** Any other host: never forwarded. */
  | { readonly type: 'foreign' };

/** The local cloud's place in the world of hosts. */
export interface OwnHosts {
  /** Names of this machine that it listens on, without the port. */
  readonly names: readonly string[];
  readonly port: number;
  /** e.g. `cos.ap-guangzhou.myqcloud.com`. */
  readonly cosHost: string;
}

/** `host` may have a port, as in a Host header. */
export function destinationOf(host: string, own: OwnHosts): Destination {
  const lowerCase = host.toLowerCase();
  if (own.names.some((name) => lowerCase === `${name}:${own.port}`)) return { type: 'self' };

  const hostname = lowerCase.replace(/:80$/, '');
  if (hostname.endsWith('.tencentcloudapi.com')) {
    return { type: 'api', product: hostname.slice(0, hostname.indexOf('.')) };
  }
  if (hostname === own.cosHost) return { type: 'cos without bucket' };
  const bucket = hostname.endsWith(`.${own.cosHost}`)
    ? hostname.slice(0, -own.cosHost.length - 1)
    : '';
  return /^[^.]+$/.test(bucket) ? { type: 'bucket', bucket } : { type: 'foreign' };
}
