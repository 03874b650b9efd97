import { missingTools, providerMirrorUrl, providerRegistryUrl } from '../pulumi/tools';
import type { PulumiTools } from '../pulumi/tools';

/** A host that something is fetched from, or that the cloud answers on. */
export interface Host {
  readonly area: 'network' | 'mirrors';
  /** What is asked for, to see whether the host can be reached. */
  readonly url: string;
  readonly purpose: string;
  /** About what it takes on disk, where the host does not say how large the download is. */
  readonly onDisk?: string;
  /** Whether `up` fails without it. */
  readonly isNeeded: boolean;
}

const NPM = 'https://registry.npmjs.org/';
const NPM_MIRROR = 'https://registry.npmmirror.com/';

/** What of a stack decides which products the program and the provider call. */
export interface CloudNeeds {
  readonly region: string;
  /** As the setting has it. */
  readonly gateway: string;
  readonly gatewayNodes: string | undefined;
  readonly dnsZone: string | undefined;
}

/** As docs/permissions.md has it. */
function productsFor({ gateway, gatewayNodes, dnsZone }: CloudNeeds): string[] {
  const ofEach = ['cam', 'scf', 'tag'];
  switch (gateway) {
    case 'external':
      return ofEach;
    case 'machine':
      return [
        ...ofEach,
        ...['vpc', 'cvm', 'cbs'],
        ...(gatewayNodes === '2' ? ['clb', 'redis', 'region', 'api'] : []),
        ...(dnsZone ? ['dnspod'] : []),
      ];
    default:
      return [...ofEach, 'apigateway'];
  }
}

/** Every host that installing and deploying takes, and the mirrors of two of them. */
export function hostsFor(tools: PulumiTools, needs: CloudNeeds, registry: string = NPM): Host[] {
  const missing = new Set(missingTools(tools));
  const { cli, languageHost, dynamicHost, plugin, provider } = tools;
  const needsCli = [cli, languageHost, dynamicHost].some((tool) => missing.has(tool));
  const needsPlugin = missing.has(plugin);
  const needsProvider = missing.has(provider);
  const download = (url: string, isNeeded: boolean, purpose: string, onDisk?: string): Host => ({
    area: 'network',
    url,
    purpose,
    isNeeded,
    ...(onDisk !== undefined && { onDisk }),
  });
  return [
    download(registry, false, 'the packages, for npm ci', '330 MB'),
    download('https://get.pulumi.com/install.sh', needsCli, 'what installs the Pulumi CLI'),
    download(cli.download, needsCli, 'Pulumi CLI and language hosts', '200 MB'),
    download(plugin.download, needsPlugin, 'Terraform provider plugin', '120 MB'),
    download(
      providerRegistryUrl(provider.version),
      needsProvider,
      'where to find the tencentcloud provider',
    ),
    download(provider.download, needsProvider, 'tencentcloud provider', '540 MB'),
    ...productsFor(needs).map((product) =>
      download(`https://${product}.tencentcloudapi.com/`, true, `Tencent's API of ${product}`),
    ),
    download(`https://cos.${needs.region}.myqcloud.com/`, true, `Tencent's COS in ${needs.region}`),
    {
      area: 'mirrors',
      url: NPM_MIRROR,
      purpose: `the packages: npm ci --registry ${NPM_MIRROR}`,
      isNeeded: false,
    },
    {
      area: 'mirrors',
      url: providerMirrorUrl(provider.version),
      purpose: 'tencentcloud provider, of Tencent itself',
      isNeeded: false,
    },
  ];
}
