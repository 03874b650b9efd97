import { APP_ID } from '../../account';
import { defineAction, type Action } from '../action';
import type { TaggedResource, TagStore } from '../tag/tag-store';
import { beijingTime } from '../time-text';
import type { Role, RoleStore } from './role-store';
import * as schema from './schema';

/** The actions of CAM about the account and its roles. */
export function roleActions(roles: RoleStore, tags: TagStore, uin: string): Record<string, Action> {
  const info = (role: Role) => roleInfo(role, tags, uin);
  return {
    GetUserAppId: defineAction(schema.GetUserAppId, () => ({
      AppId: Number(APP_ID),
      Uin: uin,
      OwnerUin: uin,
    })),
    DescribeSubAccounts: defineAction(schema.DescribeSubAccounts, () => ({ SubAccounts: [] })),

    CreateRole: defineAction(schema.CreateRole, (input) => {
      const role = roles.create({
        roleName: input.RoleName,
        trustDocument: input.PolicyDocument,
        description: input.Description,
        consoleLogin: input.ConsoleLogin,
        sessionDuration: input.SessionDuration,
      });
      for (const { Key, Value } of input.Tags) tags.set(taggedRole(role), Key, Value);
      return { RoleId: role.roleId };
    }),
    GetRole: defineAction(schema.GetRole, ({ RoleId: id, RoleName: name }) => ({
      RoleInfo: info(roles.require({ id, name })),
    })),
    DescribeRoleList: defineAction(schema.DescribeRoleList, ({ Page, Rp }) => {
      const all = roles.list();
      return {
        TotalNum: all.length,
        List: all.slice((Page - 1) * Rp, Page * Rp).map(info),
      };
    }),
    UpdateRoleDescription: defineAction(schema.UpdateRoleDescription, (input) => {
      roles.update(named(input), { description: input.Description });
      return {};
    }),
    UpdateAssumeRolePolicy: defineAction(schema.UpdateAssumeRolePolicy, (input) => {
      roles.update(named(input), { trustDocument: input.PolicyDocument });
      return {};
    }),
    UpdateRoleConsoleLogin: defineAction(schema.UpdateRoleConsoleLogin, (input) => {
      roles.update(named(input), { consoleLogin: input.ConsoleLogin });
      return {};
    }),
    UpdateRoleSessionDuration: defineAction(schema.UpdateRoleSessionDuration, (input) => {
      roles.update(named(input), { sessionDuration: input.SessionDuration });
      return {};
    }),
    DeleteRole: defineAction(schema.DeleteRole, (input) => {
      tags.clear(taggedRole(roles.delete(named(input))));
      return {};
    }),
  };
}

function named(input: { RoleId?: string | undefined; RoleName?: string | undefined }) {
  return { id: input.RoleId, name: input.RoleName };
}

function taggedRole({ roleId }: Role): TaggedResource {
  return { service: 'cam', prefix: 'role', id: roleId };
}

function roleInfo(role: Role, tags: TagStore, uin: string) {
  return {
    RoleId: role.roleId,
    RoleName: role.roleName,
    PolicyDocument: role.trustDocument,
    Description: role.description,
    AddTime: beijingTime(role.addTime),
    UpdateTime: beijingTime(role.updateTime),
    ConsoleLogin: role.consoleLogin,
    SessionDuration: role.sessionDuration,
    RoleArn: `qcs::cam::uin/${uin}:roleName/${role.roleName}`,
    RoleType: 'user',
    Tags: [...tags.of(taggedRole(role))].map(([Key, Value]) => ({ Key, Value })),
  };
}
