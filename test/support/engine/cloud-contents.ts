import type { LocalCloud } from '../../../localcloud/local-cloud';
import { CloudDeployment } from '../cloud-deployment';
import { createCosClient } from '../cos-client';

/** The names of all that a local cloud holds. */
export interface CloudContents {
  readonly services: readonly string[];
  readonly functions: readonly string[];
  readonly roles: readonly string[];
  readonly policies: readonly string[];
  /** Of the stacks that were asked for. */
  readonly buckets: readonly string[];
}

export const NOTHING: CloudContents = {
  services: [],
  functions: [],
  roles: [],
  policies: [],
  buckets: [],
};

/** What these stacks of scf-chat leave in a cloud when each is deployed once. */
export function contentsOfStacks(...stacks: string[]): CloudContents {
  const names = stacks.map((stack) => `scf-chat-${stack}`);
  const parts = names.flatMap((name) =>
    ['cleanup', 'register', 'transport'].map((role) => `${name}-${role}`),
  );
  return {
    services: names,
    functions: parts,
    roles: parts,
    policies: parts,
    buckets: names.map((name) => `${name}-1250000000`),
  };
}

/** Asks a cloud for all that is in it; buckets cannot be listed, so those of these stacks. */
export async function contentsOf(cloud: LocalCloud, ...stacks: string[]): Promise<CloudContents> {
  const deployment = new CloudDeployment(cloud);
  const page = { Page: 1, Rp: 200 };
  const services = await deployment.must('apigateway', 'DescribeServicesStatus', { Limit: 100 });
  const functions = await deployment.must('scf', 'ListFunctions', { Limit: 100 });
  const roles = await deployment.must('cam', 'DescribeRoleList', page);
  const policies = await deployment.must('cam', 'ListPolicies', page);
  const buckets = await Promise.all(
    contentsOfStacks(...stacks).buckets.map(async (bucket) =>
      (await exists(cloud, bucket)) ? [bucket] : [],
    ),
  );
  return {
    services: names((services['Result'] as { ServiceSet: unknown }).ServiceSet, 'ServiceName'),
    functions: names(functions['Functions'], 'FunctionName'),
    roles: names(roles['List'], 'RoleName'),
    policies: names(policies['List'], 'PolicyName'),
    buckets: buckets.flat(),
  };
}

function names(list: unknown, key: string): string[] {
  return (list as Record<string, string>[]).map((item) => item[key] ?? '').sort();
}

async function exists(cloud: LocalCloud, Bucket: string): Promise<boolean> {
  try {
    await createCosClient(cloud).headBucket({ Bucket, Region: cloud.region });
    return true;
  } catch {
    return false;
  }
}
