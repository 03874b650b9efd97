import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ApiInput, CloudClient } from '../../../localcloud/deploy/cloud-client';
import { apiGatewayService } from '../../../localcloud/deploy/resources/api-gateway-service';
import {
  camPolicy,
  camRole,
  camRolePolicyAttachment,
} from '../../../localcloud/deploy/resources/cam';
import { cosBucket } from '../../../localcloud/deploy/resources/cos-bucket';
import { text, type ResourceType } from '../../../localcloud/deploy/resources/resource';
import {
  createFunctionInput,
  scfFunction,
} from '../../../localcloud/deploy/resources/scf-function';
import type { LocalCloud } from '../../../localcloud/local-cloud';
import { createCosClient } from '../cos-client';
import type { Properties } from './properties';
import type { ResourceState } from './resource-state';

/** What the tencentcloud provider does to one type of resource, also after its creation. */
export interface CloudResource extends ResourceType {
  /** Absent where the program changes nothing without replacing it. */
  update?(old: ResourceState, news: Properties, cloud: CloudClient): Promise<void>;
  delete(old: ResourceState, cloud: CloudClient): Promise<void>;
}

/** By type; relative paths of zips start at `root`. */
export function cloudResources(
  localCloud: LocalCloud,
  root: string,
): Readonly<Record<string, CloudResource>> {
  return {
    'tencentcloud:index/apiGatewayService:ApiGatewayService': {
      ...apiGatewayService,
      delete: deleteService,
    },
    'tencentcloud:index/camRole:CamRole': {
      ...camRole,
      async delete({ id }, cloud) {
        await cloud.call('cam', 'DeleteRole', { RoleId: id });
      },
    },
    'tencentcloud:index/camPolicy:CamPolicy': {
      ...camPolicy,
      async delete({ id }, cloud) {
        await cloud.call('cam', 'DeletePolicy', { PolicyId: [Number(id)] });
      },
    },
    'tencentcloud:index/camRolePolicyAttachment:CamRolePolicyAttachment': {
      ...camRolePolicyAttachment,
      async delete({ inputs }, cloud) {
        await cloud.call('cam', 'DetachRolePolicy', {
          PolicyId: Number(text(inputs, 'policyId')),
          DetachRoleId: text(inputs, 'roleId'),
        });
      },
    },
    'tencentcloud:index/cosBucket:CosBucket': {
      ...cosBucket,
      delete: (old) => deleteBucket(old, localCloud),
    },
    'tencentcloud:index/scfFunction:ScfFunction': {
      ...scfFunction(root),
      update: (old, news, cloud) => updateFunction(old, news, cloud, root),
      async delete({ inputs }, cloud) {
        await cloud.call('scf', 'DeleteFunction', functionRef(inputs));
      },
    },
  };
}

/** A service can only go when nothing is released, whoever released it. */
async function deleteService({ id }: ResourceState, cloud: CloudClient): Promise<void> {
  for (const EnvironmentName of ['test', 'release', 'prepub']) {
    await cloud.call('apigateway', 'UnReleaseService', { ServiceId: id, EnvironmentName });
  }
  await cloud.call('apigateway', 'DeleteService', { ServiceId: id });
}

/** With forceClean what is left in the bucket goes first; without, a bucket that holds something stays. */
async function deleteBucket({ inputs }: ResourceState, localCloud: LocalCloud): Promise<void> {
  const cos = createCosClient(localCloud);
  const place = { Bucket: text(inputs, 'bucket'), Region: localCloud.region };
  if (inputs['forceClean'] === true) {
    const { Contents } = await cos.getBucket(place);
    for (const { Key } of Contents) {
      await cos.deleteObject({ ...place, Key });
    }
  }
  await cos.deleteBucket(place);
}

/** Its code when the zip's path has changed, and its settings when anything else has. */
async function updateFunction(
  old: ResourceState,
  news: Properties,
  cloud: CloudClient,
  root: string,
): Promise<void> {
  const zip = await readFile(path.resolve(root, text(news, 'zipFile')));
  const { Code, Handler, ...settings } = createFunctionInput(news, zip);
  const before = createFunctionInput(old.inputs, zip);
  if (news['zipFile'] !== old.inputs['zipFile'] || Handler !== before['Handler']) {
    await cloud.call('scf', 'UpdateFunctionCode', { ...functionRef(news), Handler, Code });
    await untilActive(news, cloud);
  }
  const changed = Object.entries(settings).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  if (changed.length > 0) {
    await cloud.call('scf', 'UpdateFunctionConfiguration', {
      ...functionRef(news),
      // These two are sent whatever has changed.
      Environment: settings['Environment'],
      PublicNetConfig: settings['PublicNetConfig'],
      ...Object.fromEntries(changed),
    });
    await untilActive(news, cloud);
  }
}

async function untilActive(inputs: Properties, cloud: CloudClient): Promise<void> {
  let status: unknown;
  do {
    status = (await cloud.call('scf', 'GetFunction', functionRef(inputs)))['Status'];
  } while (status === 'Updating');
  if (status !== 'Active') {
    throw new Error(`The function ${text(inputs, 'name')} is ${String(status)}, expected Active.`);
  }
}

function functionRef(inputs: Properties): ApiInput {
  return { FunctionName: text(inputs, 'name'), Namespace: text(inputs, 'namespace') };
}
