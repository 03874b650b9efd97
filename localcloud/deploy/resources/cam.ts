import type { ApiInput } from '../cloud-client';
import { text, type Inputs, type ResourceType } from './resource';
import { tagList, tagResource } from './tags';

/** tencentcloud_cam_role. */
export const camRole: ResourceType = {
  async create(inputs, cloud) {
    const answer = await cloud.call('cam', 'CreateRole', createRoleInput(inputs));
    const id = String(answer['RoleId']);
    await tagResource(inputs, `qcs::cam::uin/:role/${id}`, cloud);
    return { id, outputs: {} };
  },
};

/** tencentcloud_cam_policy. */
export const camPolicy: ResourceType = {
  async create(inputs, cloud) {
    const answer = await cloud.call('cam', 'CreatePolicy', createPolicyInput(inputs));
    return { id: String(answer['PolicyId']), outputs: {} };
  },
};

/** tencentcloud_cam_role_policy_attachment. */
export const camRolePolicyAttachment: ResourceType = {
  async create(inputs, cloud) {
    await cloud.call('cam', 'AttachRolePolicy', attachRolePolicyInput(inputs));
    return { id: `${text(inputs, 'roleId')}#${text(inputs, 'policyId')}`, outputs: {} };
  },
};

/** The body of CreateRole, as the provider sends it. */
export function createRoleInput(inputs: Inputs): ApiInput {
  return {
    RoleName: text(inputs, 'name'),
    PolicyDocument: text(inputs, 'document'),
    ...description(inputs),
  };
}

/** The body of CreatePolicy, as the provider sends it. */
export function createPolicyInput(inputs: Inputs): ApiInput {
  return {
    PolicyName: text(inputs, 'name'),
    PolicyDocument: text(inputs, 'document'),
    ...description(inputs),
    ...tagList(inputs),
  };
}

/** The body of AttachRolePolicy, as the provider sends it. */
export function attachRolePolicyInput(inputs: Inputs): ApiInput {
  return { PolicyId: Number(text(inputs, 'policyId')), AttachRoleId: text(inputs, 'roleId') };
}

function description(inputs: Inputs): ApiInput {
  return inputs['description'] === undefined ? {} : { Description: text(inputs, 'description') };
}
