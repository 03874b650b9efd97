import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { withoutLocalCloud, type Environment } from '../cloud-variables';
import { hasChosenBackend } from '../pulumi/backend';
import { STATE_FOLDER } from '../state-folder';
import type { Finding } from './finding';

const NO_ACCOUNT = 'Without an account, npm start runs the whole chat on a local cloud.';

/** What `up` needs to know about whose account it is and where the state is. Shows no value. */
export function checkAccount(root: string, exported: Environment): Finding[] {
  const environment = withoutLocalCloud(exported);
  return [
    ...['TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRET_KEY'].map((name) =>
      checkCredential(name, environment),
    ),
    {
      area: 'account',
      name: 'region',
      isOk: true,
      detail: `tencentcloud:region of the stack${environment['TENCENTCLOUD_REGION'] ? ', else TENCENTCLOUD_REGION' : ''}`,
    },
    checkState(root, environment),
  ];
}

function checkCredential(name: string, environment: Environment): Finding {
  const finding = { area: 'account', name, neededFor: 'up' } as const;
  if (environment[name]) {
    return { ...finding, isOk: true, detail: 'set; it is not shown' };
  }
  const tccli = existsSync(path.join(homedir(), '.tccli'));
  return {
    ...finding,
    isOk: false,
    detail: `not set${tccli ? '; what is in ~/.tccli is not read by this program' : ''}`,
    fix: `export ${name}=…, from https://console.cloud.tencent.com/cam/capi. ${NO_ACCOUNT}`,
  };
}

function checkState(root: string, environment: Environment): Finding {
  const detail = hasChosenBackend(root, environment)
    ? 'kept in the backend that you have chosen (PULUMI_BACKEND_URL, Pulumi.yaml or a login)'
    : `kept in ${STATE_FOLDER}/backend, on this machine alone; docs/deploy-from-ci.md says how to share it`;
  return { area: 'account', name: 'state', isOk: true, detail };
}
