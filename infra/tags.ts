/** Tags of a resource, by their keys. */
export type Tags = Readonly<Record<string, string>>;

/**
 * What every resource carries that takes tags, so that an account's list of resources, and its
 * bill, can be told apart by project and stack. No key may begin with `project`, `qcs:`, `tencent`
 * or `qcloud` (436/31509, 597/33355).
 */
export function stackTags(project: string, stack: string): Tags {
  return { 'pulumi-project': project, 'pulumi-stack': stack };
}
