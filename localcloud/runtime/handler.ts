import { FunctionCodeError } from './function-code-error';
import type { FunctionDefinition } from './invocation';

export interface Handler {
  /** Name of the file at the root of the zip, e.g. `index.js`. */
  readonly file: string;
  /** Name of the export, e.g. `main_handler`. */
  readonly name: string;
}

const HANDLER_PATTERN = /^([\w-]+)\.([\w$]+)$/;

/**
 * Takes apart a definition's `<file>.<export>`.
 * Throws a FunctionCodeError (UnsupportedRuntime, InvalidHandler).
 */
export function parseHandler({ handler, runtime }: FunctionDefinition): Handler {
  if (!runtime.startsWith('Nodejs')) {
    throw new FunctionCodeError(
      'UnsupportedRuntime',
      `The runtime ${runtime} cannot run here: only Node.js functions can. Use Nodejs20.19, say.`,
    );
  }
  const [, file, name] = HANDLER_PATTERN.exec(handler) ?? [];
  if (file === undefined || name === undefined) {
    throw new FunctionCodeError(
      'InvalidHandler',
      `The handler "${handler}" is not of the form <file>.<export>, e.g. index.main_handler.`,
    );
  }
  return { file: `${file}.js`, name };
}
