import type { Connect } from '../../../infra/tencent-api/account-provider';
import { errorCode, type CallProduct } from '../../../infra/tencent-api/client';
import { byInputs, type Finders, type Search } from './search';

/** Largest page of ListPolicies. */
const POLICIES_PAGE = 200;

export const ROLE = 'tencentcloud:index/camRole:CamRole';

/** Names of roles and of policies are unique. */
export const CAM: Finders = {
  [ROLE]: findRole,
  'tencentcloud:index/camPolicy:CamPolicy': findPolicy,
  'tencentcloud:index/camRolePolicyAttachment:CamRolePolicyAttachment': byInputs(
    ({ roleId, policyId }) => `${String(roleId)}#${String(policyId)}`,
  ),
};

/** What is read of GetRole. */
interface Role {
  readonly RoleId: string;
  /** `2026-11-23 12:15:06`, in Beijing as far as is known. */
  readonly AddTime: string;
}

async function findRole({ inputs, connect }: Search): Promise<string | undefined> {
  return (await getRole(await connect('cam'), inputs['name']))?.RoleId;
}

/** When the role of a name was made, in milliseconds since 1970; undefined where there is none. */
export async function roleMadeAt(connect: Connect, name: unknown): Promise<number | undefined> {
  const role = await getRole(await connect('cam'), name);
  return role && Date.parse(`${role.AddTime.replace(' ', 'T')}+08:00`);
}

async function getRole(cam: CallProduct, name: unknown): Promise<Role | undefined> {
  try {
    return (await cam('GetRole', { RoleName: name }))['RoleInfo'] as Role;
  } catch (error) {
    if (errorCode(error) === 'InvalidParameter.RoleNotExist') {
      return undefined;
    }
    throw error;
  }
}

async function findPolicy({ inputs, connect }: Search): Promise<string | undefined> {
  const cam = await connect('cam');
  const { List } = (await cam('ListPolicies', {
    Keyword: inputs['name'],
    Scope: 'Local',
    Page: 1,
    Rp: POLICIES_PAGE,
  })) as { List: { PolicyId: number; PolicyName: string }[] };
  const found = List.find(({ PolicyName }) => PolicyName === inputs['name']);
  return found && String(found.PolicyId);
}
