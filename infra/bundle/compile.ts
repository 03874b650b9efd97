import * as esbuild from 'esbuild';
import { UserError } from '../user-error';

type CompileOptions = esbuild.BuildOptions & { readonly absWorkingDir: string };

/**
 * Bundles TypeScript or CSS into one text.
 *
 * @param what names the source for people, e.g. `functions/register.ts`
 * @throws UserError with file, line and column when the source does not compile, or is CSS that a
 * browser would skip
 */
export async function compile(what: string, options: CompileOptions): Promise<string> {
  return (await outputOf(what, options)).code;
}

/** A bundle, and the map that leads from places in it to those in its sources. */
export interface CompiledWithMap {
  /** The same as without the map, which it does not mention. */
  readonly code: string;
  /** JSON of a source map, whose sources are relative to the working directory. */
  readonly map: string;
}

/** As `compile`, and throws likewise. */
export async function compileWithMap(
  what: string,
  options: CompileOptions,
): Promise<CompiledWithMap> {
  const { code, map } = await outputOf(what, {
    ...options,
    outdir: options.absWorkingDir,
    sourcemap: 'external',
    sourcesContent: false,
  });
  if (map === undefined) throw new Error(`esbuild gave no source map for ${what}`);
  return { code, map };
}

async function outputOf(
  what: string,
  options: CompileOptions,
): Promise<{ readonly code: string; readonly map: string | undefined }> {
  try {
    const { outputFiles, warnings } = await esbuild.build({
      ...options,
      bundle: true,
      minify: true,
      legalComments: 'none',
      charset: 'utf8',
      logLevel: 'silent',
      write: false,
    });
    // What is wrong in CSS is a mere warning to esbuild, since browsers skip it.
    const faults = warnings.filter(({ location }) => location?.file.endsWith('.css'));
    if (faults.length > 0) throw doesNotCompile(what, faults);
    const [map, code] = [true, false].map(
      (isMap) => outputFiles.find(({ path }) => path.endsWith('.map') === isMap)?.text,
    );
    if (code === undefined) throw new Error(`esbuild gave no output for ${what}`);
    return { code, map };
  } catch (error) {
    throw isBuildFailure(error) ? doesNotCompile(what, error.errors) : error;
  }
}

function doesNotCompile(what: string, faults: readonly esbuild.Message[]): UserError {
  return new UserError(
    `${what} does not compile, so nothing was changed.\n${faults.map(describe).join('\n')}`,
  );
}

function isBuildFailure(error: unknown): error is esbuild.BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function describe({ location, text }: esbuild.Message): string {
  if (!location) return `  ${text}`;
  const { file, line, column, lineText } = location;
  const quote = lineText.trim() === '' ? '' : `\n    ${lineText.trim()}`;
  return `  ${file}:${line}:${column + 1}: ${text}${quote}`;
}
