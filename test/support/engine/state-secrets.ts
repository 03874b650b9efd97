import type { EngineProject } from './engine-project';

interface Exported {
  readonly deployment: {
    readonly resources: readonly {
      readonly type: string;
      readonly outputs?: { readonly token?: { readonly plaintext: string } };
    }[];
  };
}

/** The tokens and passwords of a stack's state that anybody can read in it, of how many. */
export async function readableTokens(
  project: EngineProject,
  stack: string,
): Promise<{ readonly readable: readonly string[]; readonly of: number }> {
  const exportState = async (...args: string[]) =>
    (await project.run('pulumi', 'stack', 'export', '--stack', stack, ...args)).output;
  const { deployment } = JSON.parse(await exportState('--show-secrets')) as Exported;
  const tokens = deployment.resources
    .filter(({ type }) => type.endsWith(':RandomToken'))
    .map(({ outputs }) => JSON.parse(outputs?.token?.plaintext ?? '""') as string);
  const state = await exportState();
  return { readable: tokens.filter((token) => state.includes(token)), of: tokens.length };
}
