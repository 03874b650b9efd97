import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../program-under-mocks';

interface Package {
  readonly version: string;
  readonly pulumi: {
    readonly version: string;
    readonly parameterization: { readonly version: string };
  };
}

const HOME = process.env['PULUMI_HOME'] ?? path.join(homedir(), '.pulumi');
const EXTENSION = process.platform === 'win32' ? '.exe' : '';
const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** The folder that npm's wrapper keeps Pulumi in. */
const BIN = path.join(
  HOME,
  'versions',
  readPackage('node_modules/pulumi/package.json').version,
  'bin',
);
/** The command line itself, as a user has it on the PATH. */
export const PULUMI = path.join(BIN, `pulumi${EXTENSION}`);

/** Where Pulumi's own programs look for each other, with the versions that this project pins. */
function toolFiles(): string[] {
  const { version: plugin, parameterization } = readPackage(
    'sdks/tencentcloud/package.json',
  ).pulumi;
  return [
    PULUMI,
    path.join(BIN, `pulumi-language-nodejs${EXTENSION}`),
    path.join(HOME, 'plugins', `resource-terraform-provider-v${plugin}`),
    path.join(
      HOME,
      'dynamic_tf_plugins/registry.opentofu.org/tencentcloudstack/tencentcloud',
      parameterization.version,
      PLATFORM,
    ),
  ];
}

function readPackage(file: string): Package {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as Package;
}

/** The real tools that are not on this machine. Nothing is ever downloaded for a test. */
export const MISSING_TOOLS: readonly string[] = toolFiles().filter((file) => !existsSync(file));
