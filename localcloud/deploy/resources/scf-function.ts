import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ApiInput, CloudClient } from '../cloud-client';
import { text, type Inputs, type ResourceType } from './resource';
import { tagList } from './tags';

/** Between two looks at a function that is not active yet, and how many of them, as the provider has 3 minutes. */
const POLL_MS = 5;
const POLLS = 36_000;

/** tencentcloud_scf_function: CreateFunction, then GetFunction until it is active. */
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
  };
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
