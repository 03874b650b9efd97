import type { Environment } from '../cloud-variables';
import { megabytes, type Finding } from './finding';
import type { Host } from './hosts';
import { reach, type Reach } from './reach';

/** Longest wait for a host, in milliseconds; all are asked at once. */
const TIMEOUT_MS = 5_000;

/** What else is asked for is a page that says little, whose size says nothing. */
const ARCHIVE = /\.(tar\.gz|zip)$/;

const BY_HAND = 'docs/downloads.md has mirrors, and says how to put it in place by hand';

/** Why one can do without a host that does not answer. */
const UNNEEDED = {
  network: 'not needed now, since what comes from it is here',
  mirrors: 'only needed where the hosts above are slow or blocked',
} as const;

/** Which hosts can be reached from here. */
export function checkHosts(
  hosts: readonly Host[],
  timeoutMs: number = TIMEOUT_MS,
): Promise<Finding[]> {
  return Promise.all(hosts.map(async (host) => describe(host, await reach(host.url, timeoutMs))));
}

function describe({ area, url, purpose, onDisk, isNeeded }: Host, answer: Reach): Finding {
  const size =
    answer.reached && answer.size !== undefined && ARCHIVE.test(url)
      ? `${megabytes(answer.size)} to download`
      : undefined;
  const about = size ?? (onDisk && `about ${onDisk} on disk`);
  const what = about === undefined ? purpose : `${purpose} (${about})`;
  const finding = { area, name: new URL(url).host, ...(isNeeded && { neededFor: 'up' as const }) };
  if (answer.reached && answer.status !== 404) {
    const detail = `${what}, answers in ${Math.round(answer.durationMs)} ms`;
    return { ...finding, isOk: true, detail };
  }
  const reason = answer.reached ? `it has no ${new URL(url).pathname}` : answer.reason;
  return isNeeded
    ? { ...finding, isOk: false, detail: `${what}: ${reason}`, fix: fixFor(url) }
    : {
        ...finding,
        isOk: false,
        isUnneeded: true,
        detail: `${what}: ${reason}; ${UNNEEDED[area]}`,
      };
}

function fixFor(url: string): string {
  return /\.(tencentcloudapi|myqcloud)\.com\//.test(url)
    ? 'look at the network, and at HTTPS_PROXY and NO_PROXY where you need a proxy'
    : BY_HAND;
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/**
 * Which proxy variables are set, without the names and passwords in them. npm's wrapper of Pulumi
 * fetches by Node's fetch, which takes no notice of a proxy unless NODE_USE_ENV_PROXY tells it to,
 * and before Node 22.21 not even then.
 */
export function checkProxy(environment: Environment, needsCli: boolean): Finding {
  const finding = { area: 'network', name: 'proxy' } as const;
  const set = PROXY_VARIABLES.filter(
    (name) => environment[name] ?? environment[name.toLowerCase()],
  );
  const detail = set.length === 0 ? 'none is set' : `${set.join(', ')} set`;
  const isUnheeded =
    needsCli &&
    set.some((name) => name !== 'NO_PROXY') &&
    environment['NODE_USE_ENV_PROXY'] !== '1';
  return isUnheeded
    ? {
        ...finding,
        isOk: false,
        detail: `${detail}, but what downloads the Pulumi CLI takes no notice of it`,
        fix: 'export NODE_USE_ENV_PROXY=1 with Node.js 22.21 or newer, or put the CLI in place by hand: docs/downloads.md',
      }
    : { ...finding, isOk: true, detail };
}
