import * as esbuild from 'esbuild';
import { UserError } from '../user-error';

/**
 * Bundles TypeScript into one text.
 *
 * @param what names the source for people, e.g. `functions/register.ts`
 * @throws UserError with file, line and column when the source does not compile
 */
export async function compile(
  what: string,
  options: esbuild.BuildOptions & { readonly absWorkingDir: string },
): Promise<string> {
  try {
    const result = await esbuild.build({
      ...options,
      bundle: true,
      minify: true,
      legalComments: 'none',
      charset: 'utf8',
      logLevel: 'silent',
      write: false,
    });
    const [file] = result.outputFiles;
    if (file === undefined) {
      throw new Error(`esbuild gave no output for ${what}`);
    }
    return file.text;
  } catch (error) {
    if (!isBuildFailure(error)) {
      throw error;
    }
    throw new UserError(
      `${what} does not compile, so nothing was changed.\n${error.errors.map(describe).join('\n')}`,
    );
  }
}

function isBuildFailure(error: unknown): error is esbuild.BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function describe({ location, text }: esbuild.Message): string {
  return location
    ? `  ${location.file}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`
    : `  ${text}`;
}
