/**
 * The command line that changes a setting of a stack, from the project's folder, in the backend
 * that the stack's own deployments use.
 *
 * @param change e.g. `set functionTimeout 15`, or `rm dnsZone`
 */
export function configCommand(stack: string, change: string): string {
  return `npm run pulumi -- config ${change} --stack ${stack}`;
}
