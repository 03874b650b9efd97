import { FunctionCodeError } from './function-code-error';
import type { FunctionDefinition } from './invocation';

/** What functions can be written in here. */
export type Language = 'Node.js' | 'Python';

export interface Handler {
  readonly language: Language;
  /** Name of the file at the root of the zip, e.g. `index.js`. */
  readonly file: string;
  /** Name of the export, e.g. `main_handler`. */
  readonly name: string;
}

const HANDLER_PATTERN = /^([\w-]+)\.([\w$]+)$/;
const RUNTIMES: readonly { pattern: RegExp; language: Language; extension: string }[] = [
  { pattern: /^Nodejs/, language: 'Node.js', extension: 'js' },
  { pattern: /^Python3\./, language: 'Python', extension: 'py' },
];

/**
 * Takes apart a definition's `<file>.<export>`.
 * Throws a FunctionCodeError (UnsupportedRuntime, InvalidHandler).
 */
export function parseHandler({ handler, runtime }: FunctionDefinition): Handler {
  const known = RUNTIMES.find(({ pattern }) => pattern.test(runtime));
  if (known === undefined) {
    throw new FunctionCodeError(
      'UnsupportedRuntime',
      `The runtime ${runtime} cannot run here: only Node.js and Python 3 functions can. Use Nodejs20.19, say.`,
    );
  }
  const [, file, name] = HANDLER_PATTERN.exec(handler) ?? [];
  if (file === undefined || name === undefined) {
    throw new FunctionCodeError(
      'InvalidHandler',
      `The handler "${handler}" is not of the form <file>.<export>, e.g. index.main_handler.`,
    );
  }
  return { language: known.language, file: `${file}.${known.extension}`, name };
}
