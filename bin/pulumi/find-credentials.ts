import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Environment } from '../cloud-variables';

const CREDENTIALS = [
  { setting: 'tencentcloud:secretId', variable: 'TENCENTCLOUD_SECRET_ID' },
  { setting: 'tencentcloud:secretKey', variable: 'TENCENTCLOUD_SECRET_KEY' },
] as const;

/**
 * Whether a stack has credentials, as its program will find them: in its configuration, which may
 * be encrypted, or in the environment. Known before anything is downloaded.
 */
export function hasCredentials(root: string, stack: string, environment: Environment): boolean {
  const settings = ['Pulumi.yaml', `Pulumi.${stack}.yaml`].map((file) => settingsIn(root, file));
  return CREDENTIALS.every(
    ({ setting, variable }) =>
      Boolean(environment[variable]) || settings.some((config) => config[setting] !== undefined),
  );
}

function settingsIn(root: string, name: string): Readonly<Record<string, unknown>> {
  const file = path.join(root, name);
  if (!existsSync(file)) {
    return {};
  }
  const { config } = (parse(readFileSync(file, 'utf8')) ?? {}) as {
    config?: Readonly<Record<string, unknown>> | null;
  };
  return config ?? {};
}
