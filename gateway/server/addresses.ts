import { isIPv6 } from 'node:net';
import { BATCH_PARAMETER } from '../../protocol/push-back';
import type { Configuration } from './configuration/parse-configuration';

/** Addresses that mean all of this machine's, and how the machine itself reaches them. */
const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** What clients connect to, with path. */
export function wsUrlOf(
  { publicUrl, tlsCertificate, listen, apiEnvironment, apiPath }: Configuration,
  port: number,
): string {
  const scheme = tlsCertificate === undefined ? 'ws' : 'wss';
  const origin = publicUrl ?? `${scheme}://${authority(listen.host, port)}`;
  return `${withoutSlash(origin)}/${apiEnvironment}${apiPath}`;
}

/** What functions push to; a secret. Its query offers batches to those who know of them. */
export function pushBackUrlOf(
  { pushBackPublicUrl, pushBackListen, pushBackSecret, pushBackBatch }: Configuration,
  port: number,
): string {
  const origin = pushBackPublicUrl ?? `http://${authority(pushBackListen.host, port)}`;
  const query = pushBackBatch > 0 ? `?${BATCH_PARAMETER}=${pushBackBatch}` : '';
  return `${withoutSlash(origin)}/${pushBackSecret}${query}`;
}

function authority(host: string, port: number): string {
  const reachable = ANY_ADDRESS[host] ?? host;
  return `${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
