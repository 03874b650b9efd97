import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ApiInput, CloudClient } from '../cloud-client';
import { text, type Inputs, type ResourceType } from './resource';
import { tagList } from './tags';

/** Between two looks at a function that is not active yet, and how many of them, as the provider has 3 minutes. */
const POLL_MS = 5;
const POLLS = 36_000;

/** The inputs that the provider sends when they change, by UpdateFunctionConfiguration. */
const SETTINGS = {
  description: 'Description',
  memSize: 'MemorySize',
  timeout: 'Timeout',
  environment: 'Environment',
  role: 'Role',
} as const;

/**
 * tencentcloud_scf_function: CreateFunction, then GetFunction until it is active. New code and new
 * settings each have a call of their own, and connections never notice.
 */
export function scfFunction(root: string): ResourceType {
  return {
    async create(inputs, cloud) {
      const zip = await readFile(path.resolve(root, text(inputs, 'zipFile')));
      await cloud.call('scf', 'CreateFunction', createFunctionInput(inputs, zip));
      const name = text(inputs, 'name');
      const namespace = text(inputs, 'namespace');
      await waitUntilActive(cloud, name, namespace);
      return { id: `${namespace}+${name}`, outputs: {} };
    },
    planUpdate({ inputs: before }, inputs) {
      const changed = Object.keys({ ...before, ...inputs }).filter(
        (key) => !isDeepStrictEqual(before[key], inputs[key]),
      );
      if (changed.some((key) => key !== 'zipFile' && !Object.hasOwn(SETTINGS, key))) {
        return Promise.resolve(undefined);
      }
      return Promise.resolve(async (cloud: CloudClient) => {
        const [name, namespace] = [text(inputs, 'name'), text(inputs, 'namespace')];
        if (changed.includes('zipFile')) {
          const zip = await readFile(path.resolve(root, text(inputs, 'zipFile')));
          await cloud.call('scf', 'UpdateFunctionCode', updateCodeInput(inputs, zip));
          await waitUntilActive(cloud, name, namespace);
        }
        if (changed.some((key) => Object.hasOwn(SETTINGS, key))) {
          const input = updateConfigurationInput(inputs, changed);
          await cloud.call('scf', 'UpdateFunctionConfiguration', input);
          await waitUntilActive(cloud, name, namespace);
        }
        return {};
      });
    },
  };
}

/** The body of UpdateFunctionCode, as the provider sends it. */
export function updateCodeInput(inputs: Inputs, zip: Buffer): ApiInput {
  return {
    FunctionName: text(inputs, 'name'),
    Handler: text(inputs, 'handler'),
    Namespace: text(inputs, 'namespace'),
    Code: { ZipFile: zip.toString('base64') },
  };
}

/**
 * The body of UpdateFunctionConfiguration, as the provider sends it: what has changed, with the
 * environment and the network always.
 */
export function updateConfigurationInput(inputs: Inputs, changed: readonly string[]): ApiInput {
  const all = createFunctionInput(inputs, Buffer.alloc(0));
  const fields: readonly string[] = Object.entries(SETTINGS).flatMap(([key, field]) =>
    changed.includes(key) ? field : [],
  );
  const sent = ['FunctionName', 'Environment', 'Namespace', 'PublicNetConfig', ...fields];
  return Object.fromEntries(Object.entries(all).filter(([field]) => sent.includes(field)));
}

/** The body of CreateFunction, as the provider sends it. */
export function createFunctionInput(inputs: Inputs, zip: Buffer): ApiInput {
  const environment = (inputs['environment'] ?? {}) as Record<string, string>;
  return {
    FunctionName: text(inputs, 'name'),
    Code: { ZipFile: zip.toString('base64') },
    Handler: text(inputs, 'handler'),
    Description: inputs['description'] ?? '',
    MemorySize: inputs['memSize'] ?? 128,
    Timeout: inputs['timeout'] ?? 3,
    Environment: {
      Variables: Object.entries(environment).map(([Key, Value]) => ({ Key, Value })),
    },
    Runtime: text(inputs, 'runtime'),
    ...(inputs['vpcId'] !== undefined && {
      VpcConfig: { VpcId: text(inputs, 'vpcId'), SubnetId: text(inputs, 'subnetId') },
    }),
    Namespace: text(inputs, 'namespace'),
    Role: text(inputs, 'role'),
    Type: 'Event',
    PublicNetConfig: {
      PublicNetStatus: inputs['enablePublicNet'] === true ? 'ENABLE' : 'DISABLE',
      EipConfig: { EipStatus: 'DISABLE' },
    },
    ...tagList(inputs),
  };
}

async function waitUntilActive(
  cloud: CloudClient,
  FunctionName: string,
  Namespace: string,
): Promise<void> {
  for (let poll = 0; poll < POLLS; poll += 1) {
    const { Status } = await cloud.call('scf', 'GetFunction', { FunctionName, Namespace });
    if (Status === 'Active') {
      return;
    }
    if (Status !== 'Creating' && Status !== 'Updating') {
      throw new Error(`The function ${FunctionName} is ${String(Status)}, expected Active.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`The function ${FunctionName} never became active.`);
}
