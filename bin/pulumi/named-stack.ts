/** The stack that is used when none is named. */
export const DEFAULT_STACK = 'dev';

/** The stack that arguments for Pulumi name: `--stack dev`, `--stack=dev`, `-s dev`, `-s=dev`, `-sdev`. */
export function namedStack(args: readonly string[]): string | undefined {
  for (const [at, arg] of args.entries()) {
    if (arg === '--') {
      return undefined;
    }
    if (arg === '--stack' || arg === '-s') {
      return args[at + 1];
    }
    const [, name] = /^(?:--stack=|-s=?)(.+)$/.exec(arg) ?? [];
    if (name !== undefined) {
      return name;
    }
  }
  return undefined;
}

/** A stack's name without organization and project: `dev` of `acme/scf-chat/dev`. */
export function plainName(stack: string): string {
  return stack.slice(stack.lastIndexOf('/') + 1);
}
