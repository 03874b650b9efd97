import type { Connect } from '../../infra/tencent-api/account-provider';
import { clientSettings, connectProduct } from '../../infra/tencent-api/client';
import { API_GATEWAY } from './finders/api-gateway';
import { CAM, ROLE, roleMadeAt } from './finders/cam';
import { CLB } from './finders/clb';
import { CVM } from './finders/cvm';
import { DNSPOD } from './finders/dnspod';
import { REDIS } from './finders/redis';
import { byInputs, type Finders } from './finders/search';
import { VPC } from './finders/vpc';
import type { StateResource } from './stack-state';

/**
 * How to find a resource of each type by what makes it unmistakable. Of ours, RandomToken,
 * MachineDrain and LoadBalancerTarget are not among them, and are made anew: the first two are
 * nothing in the cloud, and the last does only what has not been done, and waits until the machine
 * serves, which a run that was cut off may not have waited for.
 */
const FIND: Finders = {
  ...API_GATEWAY,
  ...CAM,
  ...CLB,
  ...CVM,
  ...DNSPOD,
  ...REDIS,
  ...VPC,
  'tencentcloud:index/cosBucket:CosBucket': byInputs(({ bucket }) => bucket),
  'tencentcloud:index/cosBucketObject:CosBucketObject': byInputs(
    ({ bucket, key }) => `${String(bucket)}${String(key)}`,
  ),
  'tencentcloud:index/scfFunction:ScfFunction': byInputs(
    ({ namespace, name }) => `${String(namespace)}+${String(name)}`,
  ),
};

/** Gives the id that a resource has in the cloud if it is there. */
export type FindId = (
  resource: Pick<StateResource, 'type' | 'inputs'>,
) => Promise<string | undefined>;

/**
 * Looks resources up in the cloud that the environment leads to. An id that follows from the
 * resource's inputs is given without asking: a refresh then tells whether there is such a thing.
 *
 * @param known ids that are somebody's already
 */
export function finderOfIds(known: ReadonlySet<string>): FindId {
  const connect = connectByEnvironment();
  return async ({ type, inputs }) => FIND[type]?.({ inputs, connect, known });
}

/**
 * The first of these roles that the cloud has had since before a moment, which is in milliseconds
 * since 1970.
 */
export async function roleFromBefore<Role extends Pick<StateResource, 'type' | 'inputs'>>(
  resources: readonly Role[],
  moment: number,
): Promise<Role | undefined> {
  const connect = connectByEnvironment();
  for (const resource of resources.filter(({ type }) => type === ROLE)) {
    const madeAt = await roleMadeAt(connect, resource.inputs['name']);
    if (madeAt !== undefined && madeAt < moment) return resource;
  }
  return undefined;
}

function connectByEnvironment(): Connect {
  const settings = clientSettings((_key, variable) => process.env[variable]);
  return (product) => connectProduct(product, settings);
}
