import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../cloud-variables';

/** One of the programs that a deployment by Pulumi takes. */
export interface PulumiTool {
  readonly name: string;
  readonly version: string;
  /** Where Pulumi looks for it. */
  readonly file: string;
  /** In bytes; undefined where it is not installed. */
  readonly size: number | undefined;
  /** What the first `up` downloads to get it. */
  readonly download: string;
}

/** All of them, and the folder that they are kept in. */
export interface PulumiTools {
  /** `PULUMI_HOME`. */
  readonly home: string;
  readonly cli: PulumiTool;
  readonly languageHost: PulumiTool;
  readonly dynamicHost: PulumiTool;
  readonly plugin: PulumiTool;
  readonly provider: PulumiTool;
}

/** What says which versions this project pins. */
interface Package {
  readonly version: string;
  readonly pulumi: {
    readonly version: string;
    readonly parameterization: { readonly version: string };
  };
}

const EXECUTABLE = process.platform === 'win32' ? '.exe' : '';
const SCRIPT = process.platform === 'win32' ? '.cmd' : '';
/** In the words of Go, which plugins and providers go by. */
const SYSTEM = process.platform === 'win32' ? 'windows' : process.platform;
const PROCESSOR = process.arch === 'x64' ? 'amd64' : process.arch;

const PROVIDER = 'tencentcloudstack/tencentcloud';

/** Pulumi's own programs where Pulumi's own programs look for each other, in the pinned versions. */
export function pulumiTools(root: string, environment: Environment = process.env): PulumiTools {
  const home = environment['PULUMI_HOME'] ?? path.join(homedir(), '.pulumi');
  const wrapper = readPackage(root, 'node_modules/pulumi/package.json').version;
  const { version: plugin, parameterization } = readPackage(
    root,
    'sdks/tencentcloud/package.json',
  ).pulumi;
  const provider = parameterization.version;
  // npm's wrapper goes by the same variable.
  const cli = environment['PULUMI_VERSION'] ?? wrapper;
  const bin = path.join(home, 'versions', cli, 'bin');
  const providerFolder = path.join(
    home,
    'dynamic_tf_plugins/registry.opentofu.org',
    PROVIDER,
    provider,
    `${SYSTEM}_${PROCESSOR}`,
  );

  const withCli = (name: string, program: string): PulumiTool =>
    toolAt(name, cli, path.join(bin, program), cliArchive(cli));
  return {
    home,
    cli: withCli('Pulumi CLI', `pulumi${EXECUTABLE}`),
    languageHost: withCli('Node.js language host', `pulumi-language-nodejs${EXECUTABLE}`),
    dynamicHost: withCli('dynamic provider host', `pulumi-resource-pulumi-nodejs${SCRIPT}`),
    plugin: toolAt(
      'Terraform provider plugin',
      plugin,
      path.join(
        home,
        `plugins/resource-terraform-provider-v${plugin}`,
        `pulumi-resource-terraform-provider${EXECUTABLE}`,
      ),
      `https://github.com/pulumi/pulumi-terraform-provider/releases/download/v${plugin}/pulumi-resource-terraform-provider-v${plugin}-${SYSTEM}-${PROCESSOR}.tar.gz`,
    ),
    provider: toolAt(
      'tencentcloud provider',
      provider,
      providerProgram(providerFolder),
      `https://github.com/tencentcloudstack/terraform-provider-tencentcloud/releases/download/v${provider}/terraform-provider-tencentcloud_${provider}_${SYSTEM}_${PROCESSOR}.zip`,
    ),
  };
}

/** Where the OpenTofu registry says which file the provider is. */
export function providerRegistryUrl(version: string): string {
  return `https://registry.opentofu.org/v1/providers/${PROVIDER}/${version}/download/${SYSTEM}/${PROCESSOR}`;
}

/** Where Tencent's mirror for Terraform says the same (1653/82912), by the network mirror protocol. */
export function providerMirrorUrl(version: string): string {
  return `https://mirrors.tencent.com/terraform/registry.terraform.io/${PROVIDER}/${version}.json`;
}

/** The tools that are not on this machine. */
export function missingTools(tools: PulumiTools): PulumiTool[] {
  const { home: _home, ...all } = tools;
  return Object.values(all).filter(({ size }) => size === undefined);
}

/** Command line and language hosts come in one archive, whose name has Node's word for the processor. */
function cliArchive(version: string): string {
  const ending = process.platform === 'win32' ? 'zip' : 'tar.gz';
  return `https://get.pulumi.com/releases/sdk/pulumi-v${version}-${SYSTEM}-${process.arch}.${ending}`;
}

/** The provider's file, whose name may carry its version. */
function providerProgram(folder: string): string {
  const usual = `terraform-provider-tencentcloud${EXECUTABLE}`;
  const found = readFolder(folder).find((name) =>
    name.startsWith('terraform-provider-tencentcloud'),
  );
  return path.join(folder, found ?? usual);
}

function toolAt(name: string, version: string, file: string, download: string): PulumiTool {
  return { name, version, file, download, size: sizeOf(file) };
}

/** An empty file is what a download leaves that was cut off. */
function sizeOf(file: string): number | undefined {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  return size === 0 ? undefined : size;
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // There is none.
    return [];
  }
}

function readPackage(root: string, file: string): Package {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Package;
}
