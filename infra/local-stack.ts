/**
 * Whether a stack belongs to the local cloud: `local`, and `local-<name>` where one is not enough.
 * Every other stack belongs to Tencent Cloud.
 */
export function isLocalStack(stack: string): boolean {
  return stack === 'local' || stack.startsWith('local-');
}
