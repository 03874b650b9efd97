import type * as v from 'valibot';
import { defineAction, type Action } from '../action';
import { filtered } from '../filters';
import { pageOf } from '../paging';
import type { TaggedResource, TagStore } from '../tag/tag-store';
import { beijingTime } from '../time-text';
import type { ListOccupants, Occupant } from './occupant';
import { rulesAfter, without } from './rule-changes';
import * as schema from './schema';
import type { SecurityGroupStore } from './security-group-store';
import type { SecurityGroup, SecurityRule } from './snapshot';
import { VpcError } from './vpc-error';

/** The actions of VPC about security groups. */
export function securityGroupActions(
  groups: SecurityGroupStore,
  occupants: ListOccupants,
  tags: TagStore,
): Record<string, Action> {
  const membersOf = (groupId: string) =>
    occupants().filter(({ securityGroupIds }) => securityGroupIds.includes(groupId));

  function groupInfo(group: SecurityGroup) {
    return {
      SecurityGroupId: group.groupId,
      SecurityGroupName: group.name,
      SecurityGroupDesc: group.description,
      ProjectId: '0',
      IsDefault: false,
      CreatedTime: beijingTime(group.createdTime),
      UpdateTime: beijingTime(group.updateTime),
      TagSet: tags.listOf(taggedGroup(group.groupId)),
    };
  }

  return {
    CreateSecurityGroup: defineAction(
      schema.CreateSecurityGroup,
      ({ GroupName, GroupDescription, Tags }) => {
        const group = groups.create(GroupName, GroupDescription);
        tags.setAll(taggedGroup(group.groupId), Tags);
        return { SecurityGroup: groupInfo(group) };
      },
    ),
    DescribeSecurityGroups: defineAction(
      schema.DescribeSecurityGroups,
      ({ SecurityGroupIds: ids, Filters, ...page }) => {
        const found = filtered(groups.list(), Filters, ({ groupId, name }) => ({
          'security-group-id': groupId,
          'security-group-name': name,
        })).filter(({ groupId }) => ids?.includes(groupId) ?? true);
        return { TotalCount: found.length, SecurityGroupSet: pageOf(found, page).map(groupInfo) };
      },
    ),
    ModifySecurityGroupAttribute: defineAction(schema.ModifySecurityGroupAttribute, (input) => {
      groups.rename(input.SecurityGroupId, {
        ...(input.GroupName !== undefined && { name: input.GroupName }),
        ...(input.GroupDescription !== undefined && { description: input.GroupDescription }),
      });
      return {};
    }),
    ModifySecurityGroupPolicies: defineAction(
      schema.ModifySecurityGroupPolicies,
      ({ SecurityGroupId, SecurityGroupPolicySet, SortPolicys }) => {
        const { ingress, egress } = groups.require(SecurityGroupId);
        groups.setRules(SecurityGroupId, {
          ingress: rulesAfter(ingress, SecurityGroupPolicySet, 'Ingress', SortPolicys),
          egress: rulesAfter(egress, SecurityGroupPolicySet, 'Egress', SortPolicys),
        });
        return {};
      },
    ),
    DeleteSecurityGroupPolicies: defineAction(
      schema.DeleteSecurityGroupPolicies,
      ({ SecurityGroupId, SecurityGroupPolicySet: { Version, Ingress, Egress } }) => {
        const { version, ingress, egress } = groups.require(SecurityGroupId);
        if (Ingress.length > 0 && Egress.length > 0) {
          const message = 'One request deletes rules of one direction.';
          throw new VpcError('InvalidParameter.Coexist', message);
        }
        if (Version !== undefined && Version !== String(version)) {
          const message = `The rules of ${SecurityGroupId} have the version ${version} by now.`;
          throw new VpcError('UnsupportedOperation.VersionMismatch', message);
        }
        groups.setRules(SecurityGroupId, {
          ingress: without(ingress, Ingress),
          egress: without(egress, Egress),
        });
        return {};
      },
    ),
    DescribeSecurityGroupPolicies: defineAction(schema.OfSecurityGroup, ({ SecurityGroupId }) => {
      const { version, ingress, egress, updateTime } = groups.require(SecurityGroupId);
      const info = (rule: SecurityRule, index: number) => ruleInfo(rule, index, updateTime);
      return {
        SecurityGroupPolicySet: {
          Version: String(version),
          Ingress: ingress.map(info),
          Egress: egress.map(info),
        },
      };
    }),
    DescribeSecurityGroupAssociationStatistics: defineAction(
      schema.DescribeSecurityGroupAssociationStatistics,
      (input) => ({
        SecurityGroupAssociationStatisticsSet: statistics(input, membersOf),
      }),
    ),
    DeleteSecurityGroup: defineAction(schema.OfSecurityGroup, ({ SecurityGroupId }) => {
      groups.delete(SecurityGroupId, membersOf(SecurityGroupId).length > 0);
      tags.clear(taggedGroup(SecurityGroupId));
      return {};
    }),
  };
}

/** As the tag product knows it. */
function taggedGroup(id: string): TaggedResource {
  return { service: 'cvm', prefix: 'sg', id };
}

function ruleInfo(rule: SecurityRule, index: number, modifyTime: number) {
  return {
    ...rule,
    PolicyIndex: index,
    ServiceTemplate: { ServiceId: '', ServiceGroupId: '' },
    Ipv6CidrBlock: '',
    SecurityGroupId: '',
    AddressTemplate: { AddressId: '', AddressGroupId: '' },
    ModifyTime: beijingTime(modifyTime),
  };
}

function statistics(
  { SecurityGroupIds }: v.InferOutput<typeof schema.DescribeSecurityGroupAssociationStatistics>,
  membersOf: (groupId: string) => readonly Occupant[],
) {
  return SecurityGroupIds.map((SecurityGroupId) => {
    const members = membersOf(SecurityGroupId);
    return {
      SecurityGroupId,
      CVM: members.filter(({ kind }) => kind === 'CVM').length,
      CDB: 0,
      ENI: 0,
      SG: 0,
      CLB: members.filter(({ kind }) => kind === 'CLB').length,
      InstanceStatistics: members
        .filter(({ kind }) => kind === 'Redis')
        .map(() => ({ InstanceType: 'redis', InstanceCount: 1 })),
      TotalCount: members.length,
    };
  });
}
