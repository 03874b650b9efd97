import { defineAction, type Action } from '../action';
import type { TaggedResource, TagStore } from '../tag/tag-store';
import { beijingTime } from '../time-text';
import { CamError } from './cam-error';
import type { Policy, PolicyStore } from './policy-store';
import type { RoleStore } from './role-store';
import * as schema from './schema';

/** `Type` of a policy that the user wrote, and `CreateMode` of one written as a document. */
const CUSTOM_POLICY = 1;
const WRITTEN_AS_DOCUMENT = 2;

/** The actions of CAM about policies and what they are attached to. */
export function policyActions(
  roles: RoleStore,
  policies: PolicyStore,
  tags: TagStore,
): Record<string, Action> {
  function requirePolicy(reference: {
    PolicyId?: number | undefined;
    PolicyName?: string | undefined;
  }) {
    const policy = policies.find({ id: reference.PolicyId, name: reference.PolicyName });
    if (!policy) {
      throw new CamError('InvalidParameter.PolicyIdNotExist', 'The policy does not exist.');
    }
    return policy;
  }

  return {
    CreatePolicy: defineAction(schema.CreatePolicy, (input) => {
      const { PolicyName, PolicyDocument, Description } = input;
      const policy = policies.create(PolicyName, PolicyDocument, Description);
      for (const { Key, Value } of input.Tags) tags.set(taggedPolicy(policy), Key, Value);
      return { PolicyId: policy.policyId };
    }),
    GetPolicy: defineAction(schema.GetPolicy, ({ PolicyId }) => {
      const policy = policies.find({ id: PolicyId });
      if (!policy) {
        // The provider takes only a code with ResourceNotFound in it for "gone".
        throw new CamError('ResourceNotFound.PolicyIdNotFound', 'The policy does not exist.');
      }
      return policyInfo(policy, tags);
    }),
    ListPolicies: defineAction(schema.ListPolicies, ({ Scope, Keyword, Page, Rp }) => {
      // There are no policies of Tencent's own here.
      const all = Scope === 'QCS' ? [] : policies.list();
      const found = all.filter(({ policyName }) => policyName.includes(Keyword));
      return {
        TotalNum: found.length,
        List: found.slice((Page - 1) * Rp, Page * Rp).map(policySummary),
      };
    }),
    UpdatePolicy: defineAction(schema.UpdatePolicy, (input) => {
      const policy = requirePolicy(input);
      policies.update(policy, { document: input.PolicyDocument, description: input.Description });
      return { PolicyId: policy.policyId };
    }),
    DeletePolicy: defineAction(schema.DeletePolicy, ({ PolicyId: ids }) => {
      const found = ids.map((PolicyId) => requirePolicy({ PolicyId }));
      for (const policy of found) {
        for (const role of roles.list()) role.attachments.delete(policy.policyId);
        tags.clear(taggedPolicy(policy));
        policies.delete(policy.policyId);
      }
      return {};
    }),

    AttachRolePolicy: defineAction(schema.AttachRolePolicy, (input) => {
      const role = roles.require({ id: input.AttachRoleId, name: input.AttachRoleName });
      roles.attach(role, requirePolicy(input).policyId);
      return {};
    }),
    DetachRolePolicy: defineAction(schema.DetachRolePolicy, (input) => {
      const role = roles.require({ id: input.DetachRoleId, name: input.DetachRoleName });
      role.attachments.delete(requirePolicy(input).policyId);
      return {};
    }),
    ListAttachedRolePolicies: defineAction(schema.ListAttachedRolePolicies, (input) => {
      const role = roles.require({ id: input.RoleId, name: input.RoleName });
      const all = [...role.attachments].flatMap(([id, addTime]) => {
        const policy = policies.find({ id });
        return policy && input.PolicyType !== 'QCS' ? [attachedPolicy(policy, addTime)] : [];
      });
      return {
        List: all.slice((input.Page - 1) * input.Rp, input.Page * input.Rp),
        TotalNum: all.length,
      };
    }),
  };
}

function taggedPolicy({ policyId }: Policy): TaggedResource {
  return { service: 'cam', prefix: 'policy', id: String(policyId) };
}

function policySummary(policy: Policy) {
  return {
    PolicyId: policy.policyId,
    PolicyName: policy.policyName,
    Description: policy.description,
    AddTime: beijingTime(policy.addTime),
    UpdateTime: beijingTime(policy.updateTime),
    Type: CUSTOM_POLICY,
    CreateMode: WRITTEN_AS_DOCUMENT,
  };
}

function policyInfo(policy: Policy, tags: TagStore) {
  return {
    PolicyName: policy.policyName,
    PolicyDocument: policy.document,
    Description: policy.description,
    AddTime: beijingTime(policy.addTime),
    UpdateTime: beijingTime(policy.updateTime),
    Type: CUSTOM_POLICY,
    PresetAlias: '',
    IsServiceLinkedRolePolicy: 0,
    Tags: [...tags.of(taggedPolicy(policy))].map(([Key, Value]) => ({ Key, Value })),
  };
}

function attachedPolicy(policy: Policy, addTime: number) {
  return {
    PolicyId: policy.policyId,
    PolicyName: policy.policyName,
    AddTime: beijingTime(addTime),
    CreateMode: WRITTEN_AS_DOCUMENT,
    PolicyType: 'User',
  };
}
