import type { Environment } from '../cloud-variables';
import { readStackSettings } from './stack-settings';

const CREDENTIALS = [
  { setting: 'tencentcloud:secretId', variable: 'TENCENTCLOUD_SECRET_ID' },
  { setting: 'tencentcloud:secretKey', variable: 'TENCENTCLOUD_SECRET_KEY' },
] as const;

/**
 * Whether a stack has credentials, as its program will find them: in its configuration, which may
 * be encrypted, or in the environment. Known before anything is downloaded.
 */
export function hasCredentials(root: string, stack: string, environment: Environment): boolean {
  const { plain, encrypted } = readStackSettings(root, stack);
  return CREDENTIALS.every(
    ({ setting, variable }) =>
      Boolean(environment[variable]) || setting in plain || encrypted.has(setting),
  );
}
