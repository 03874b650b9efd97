import type { SubUser } from '../../../localcloud/access-key';
import type { LocalCloud } from '../../../localcloud/local-cloud';
import { UPDATING } from '../generated-page';
import { documentedPolicy, type PolicyName } from '../permissions/permissions-page';

/** While a policy is found out, everything is allowed. */
const ALL = { effect: 'allow', action: ['*'], resource: ['*'] };

/** Somebody who may do what these policies of docs/permissions.md allow, and nothing else. */
export function deployerWith(...policies: PolicyName[]): SubUser {
  const statement = policies.flatMap((name) => documentedPolicy(name).statement);
  return {
    secretId: 'AKIDLOCALdeployer',
    secretKey: 'may deploy',
    policy: JSON.stringify({ version: '2.0', statement: UPDATING ? [ALL] : statement }),
  };
}

/** The cloud as this person sees it. */
export function asUser(cloud: LocalCloud, { secretId, secretKey }: SubUser): LocalCloud {
  return {
    ...cloud,
    credentials: { secretId, secretKey },
    environment: {
      ...cloud.environment,
      TENCENTCLOUD_SECRET_ID: secretId,
      TENCENTCLOUD_SECRET_KEY: secretKey,
    },
  };
}
