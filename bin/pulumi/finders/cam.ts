import { errorCode } from '../../../infra/tencent-api/client';
import { byInputs, type Finders, type Search } from './search';

/** Largest page of ListPolicies. */
const POLICIES_PAGE = 200;

/** Names of roles and of policies are unique. */
export const CAM: Finders = {
  'tencentcloud:index/camRole:CamRole': findRole,
  'tencentcloud:index/camPolicy:CamPolicy': findPolicy,
  'tencentcloud:index/camRolePolicyAttachment:CamRolePolicyAttachment': byInputs(
    ({ roleId, policyId }) => `${String(roleId)}#${String(policyId)}`,
  ),
};

async function findRole({ inputs, connect }: Search): Promise<string | undefined> {
  const cam = await connect('cam');
  try {
    const { RoleInfo } = (await cam('GetRole', { RoleName: inputs['name'] })) as {
      RoleInfo: { RoleId: string };
    };
    return RoleInfo.RoleId;
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
