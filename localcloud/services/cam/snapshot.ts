import * as v from 'valibot';

/** What CAM keeps over a restart. Times in milliseconds. */

const RoleSnapshot = v.strictObject({
  nextId: v.pipe(v.string(), v.digits()),
  list: v.array(
    v.strictObject({
      roleId: v.string(),
      roleName: v.string(),
      trustDocument: v.string(),
      description: v.string(),
      consoleLogin: v.number(),
      sessionDuration: v.number(),
      addTime: v.number(),
      updateTime: v.number(),
      attachments: v.array(v.tuple([v.number(), v.number()])),
    }),
  ),
});

const PolicySnapshot = v.strictObject({
  nextId: v.number(),
  list: v.array(
    v.strictObject({
      policyId: v.number(),
      policyName: v.string(),
      document: v.string(),
      description: v.string(),
      addTime: v.number(),
      updateTime: v.number(),
    }),
  ),
});

export const CamSnapshot = v.strictObject({ roles: RoleSnapshot, policies: PolicySnapshot });

export type RoleSnapshot = v.InferOutput<typeof RoleSnapshot>;
export type PolicySnapshot = v.InferOutput<typeof PolicySnapshot>;
export type CamSnapshot = v.InferOutput<typeof CamSnapshot>;
