import * as v from 'valibot';

/** Inputs of CAM, version 2019-01-16. */

const integer = v.pipe(v.number(), v.integer());
/** The provider writes role ids as text, some SDKs as a number. */
const roleId = v.union([v.string(), v.pipe(integer, v.transform(String))]);
const Tags = v.optional(v.array(v.strictObject({ Key: v.string(), Value: v.string() })), []);
const Role = { RoleId: v.optional(roleId), RoleName: v.optional(v.string()) };
const Paging = {
  Page: v.pipe(integer, v.minValue(1)),
  Rp: v.pipe(integer, v.minValue(1), v.maxValue(200)),
};
const SessionDuration = v.pipe(integer, v.minValue(1), v.maxValue(43_200));

export const GetUserAppId = v.strictObject({});
export const DescribeSubAccounts = v.strictObject({ FilterSubAccountUin: v.array(integer) });

export const CreateRole = v.strictObject({
  RoleName: v.string(),
  PolicyDocument: v.string(),
  Description: v.optional(v.string(), ''),
  ConsoleLogin: v.optional(v.picklist([0, 1]), 0),
  SessionDuration: v.optional(SessionDuration, 7200),
  Tags,
});
export const DescribeRoleList = v.strictObject(Paging);
export const GetRole = v.strictObject(Role);
export const DeleteRole = v.strictObject(Role);
export const UpdateRoleDescription = v.strictObject({ ...Role, Description: v.string() });
export const UpdateAssumeRolePolicy = v.strictObject({ ...Role, PolicyDocument: v.string() });
export const UpdateRoleConsoleLogin = v.strictObject({
  ...Role,
  ConsoleLogin: v.picklist([0, 1]),
});
export const UpdateRoleSessionDuration = v.strictObject({ ...Role, SessionDuration });

export const CreatePolicy = v.strictObject({
  PolicyName: v.string(),
  PolicyDocument: v.string(),
  Description: v.optional(v.string(), ''),
  Tags,
});
export const GetPolicy = v.strictObject({ PolicyId: integer });
export const ListPolicies = v.strictObject({
  Page: v.optional(Paging.Page, 1),
  Rp: v.optional(Paging.Rp, 20),
  Scope: v.optional(v.picklist(['All', 'QCS', 'Local']), 'All'),
  Keyword: v.optional(v.string(), ''),
});
export const UpdatePolicy = v.strictObject({
  PolicyId: v.optional(integer),
  PolicyName: v.optional(v.string()),
  PolicyDocument: v.optional(v.string()),
  Description: v.optional(v.string()),
});
export const DeletePolicy = v.strictObject({ PolicyId: v.array(integer) });

const Policy = { PolicyId: v.optional(integer), PolicyName: v.optional(v.string()) };

export const AttachRolePolicy = v.strictObject({
  ...Policy,
  AttachRoleId: v.optional(roleId),
  AttachRoleName: v.optional(v.string()),
});
export const DetachRolePolicy = v.strictObject({
  ...Policy,
  DetachRoleId: v.optional(roleId),
  DetachRoleName: v.optional(v.string()),
});
export const ListAttachedRolePolicies = v.strictObject({
  ...Paging,
  ...Role,
  PolicyType: v.optional(v.picklist(['User', 'QCS'])),
});
